package pdf

// Sizes of tables, in points.
const (
	cellSize = 8  // of letters
	cellHigh = 11 // of a line
	cellGap  = 10 // between columns
	leastTo  = 70 // the narrowest first column
)

// table has a head that is repeated on every page.
type table struct {
	columns []column
	rows    []row
}

type column struct {
	head  string
	right bool // figures stand on the right
	width int
}

type row struct {
	cells  []string
	strong bool
}

// table writes a table. Columns take what they need; where that is more than there is, those of text share the rest.
func (s *sheet) table(t *table) {
	s.lay(t)
	s.need(4 * cellHigh)
	s.head(t)
	for _, r := range t.rows {
		lines, high := s.lines(t, r)
		if s.y+high > bottom {
			s.turn()
			s.head(t)
		}
		s.draw(t, r, lines)
		s.y += high
		s.rule(t, 220, 1)
	}
	s.gap(10)
}

// lay gives the columns their widths: what they need, and where that is too much an equal share of what the figures
// leave to each column of text.
func (s *sheet) lay(t *table) {
	room, texts, need := right-left-cellGap*(len(t.columns)-1), 0, 0
	for i := range t.columns {
		c := &t.columns[i]
		s.font(bold, cellSize)
		c.width = s.wide(c.head)
		for _, r := range t.rows {
			s.font(style(r), cellSize)
			c.width = max(c.width, s.wide(oneLine(r.cells[i])))
		}
		if c.right {
			room -= c.width
		} else {
			texts++
			need += c.width
		}
	}
	for i := range t.columns {
		if c := &t.columns[i]; !c.right && need > room {
			c.width = min(c.width, max(room/texts, leastTo))
		}
	}
	s.squeeze(t)
}

// squeeze narrows the columns of figures, whose cells then take several lines, until the table fits.
func (s *sheet) squeeze(t *table) {
	for {
		all, widest := cellGap*(len(t.columns)-1), 0
		for i, c := range t.columns {
			all += c.width
			if c.width > t.columns[widest].width {
				widest = i
			}
		}
		if all <= right-left || t.columns[widest].width <= 20 {
			return
		}
		t.columns[widest].width -= min(all-(right-left), 8)
	}
}

func style(r row) string {
	if r.strong {
		return bold
	}
	return plain
}

// lines breaks the cells of a row into lines, and gives the height of the row.
func (s *sheet) lines(t *table, r row) (lines [][]string, high int) {
	s.font(style(r), cellSize)
	most := 1
	for i, c := range t.columns {
		broken := s.wrap(r.cells[i], c.width)
		lines = append(lines, broken)
		most = max(most, len(broken))
	}
	return lines, most*cellHigh + 4
}

func (s *sheet) head(t *table) {
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		cells[i] = c.head
	}
	r := row{cells, true}
	lines, high := s.lines(t, r)
	s.draw(t, r, lines)
	s.y += high
	s.rule(t, 0, 2)
}

func (s *sheet) draw(t *table, r row, lines [][]string) {
	s.font(style(r), cellSize)
	x := left
	for i, c := range t.columns {
		for n, text := range lines[i] {
			at := x
			if c.right {
				at = x + c.width - s.wide(text)
			}
			s.put(at, s.y+cellHigh+n*cellHigh, text)
		}
		x += c.width + cellGap
	}
}

// rule draws a line under a row.
func (s *sheet) rule(t *table, grey, halves int) {
	end := left - cellGap
	for _, c := range t.columns {
		end += c.width + cellGap
	}
	s.pdf.SetDrawColor(grey, grey, grey)
	thick := spot(halves, 0)
	s.pdf.SetLineWidth(thick.X / 2)
	from, to := spot(left, s.y), spot(end, s.y)
	s.pdf.Line(from.X, from.Y, to.X, to.Y)
}
