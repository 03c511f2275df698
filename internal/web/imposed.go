package web

import "fmt"

// Sentence says the whole of it: what the rules gave, and what was imposed by whom on which day.
func (i Imposed) Sentence() string {
	return fmt.Sprintf("The rules gave “%s”; “%s” was imposed by %s on %s.", forPeople(i.Rules), forPeople(i.Outcome), i.By, i.Day.Long())
}
