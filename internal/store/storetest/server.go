package storetest

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	_ "github.com/selectorate/selectorate/internal/store" // brings the driver
)

// PostgresServer is a PostgreSQL server in a temporary folder, reached by a socket in that folder. It
// belongs to the process that started it and ends with it, however that ends; the processes that talk to it
// may be killed.
type PostgresServer struct {
	Folder string // holds the socket, and the data in "data"

	bin      string
	settings []string
	process  *os.Process
	ended    chan error // receives what the server's end said, once
}

const folderPrefix = "selectorate-postgres-"

// StartPostgres makes a new server and waits until it answers. Settings such as "fsync=off" override the
// defaults, which force every commit to the disk. The server runs as the user postgres if this process is
// root, since it refuses to run as root.
func StartPostgres(ctx context.Context, settings ...string) (*PostgresServer, error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	removeStale()
	folder, err := os.MkdirTemp("", folderPrefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return nil, err
	}
	s := &PostgresServer{Folder: folder, bin: bin, settings: settings}
	if err := s.create(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, nil
}

// Database makes an empty database and gives its address. The name is of letters and digits.
func (s *PostgresServer) Database(ctx context.Context, name string) (string, error) {
	pool, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		return "", err
	}
	_, err = pool.ExecContext(ctx, `CREATE DATABASE "`+name+`"`)
	if err := errors.Join(err, pool.Close()); err != nil {
		return "", fmt.Errorf("make the database %s: %w", name, err)
	}
	return s.dsn(name), nil
}

// Crash ends the server at once, without a checkpoint, and starts it again, so that it must recover from its
// log. Every connection breaks.
func (s *PostgresServer) Crash(ctx context.Context) error {
	if err := s.end(); err != nil {
		return err
	}
	return s.start(ctx)
}

// Stop ends the server and removes its folder. It may be called twice.
func (s *PostgresServer) Stop() error {
	return errors.Join(s.end(), os.RemoveAll(s.Folder))
}

func (s *PostgresServer) dsn(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.User("postgres"), Path: "/" + database,
		RawQuery: url.Values{"host": {s.Folder}}.Encode(),
	}
	return u.String()
}

// create makes the server's data folder.
func (s *PostgresServer) create(ctx context.Context) error {
	as, err := serverUser()
	if err != nil {
		return err
	}
	if as != nil {
		if err := os.Chown(s.Folder, int(as.Uid), int(as.Gid)); err != nil {
			return err
		}
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"), "--pgdata", s.data(), "--username", "postgres",
		"--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")
	cmd.Dir = s.Folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

func (s *PostgresServer) data() string { return filepath.Join(s.Folder, "data") }

// start runs the server on the data folder and returns when it accepts connections.
func (s *PostgresServer) start(ctx context.Context) error {
	as, err := serverUser()
	if err != nil {
		return err
	}
	args := []string{"-D", s.data(), "-k", s.Folder}
	for _, setting := range append([]string{"listen_addresses=", "lc_messages=C", "max_connections=200"}, s.settings...) {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command(filepath.Join(s.bin, "postgres"), args...)
	cmd.Dir = s.Folder
	// SIGQUIT makes the server end at once, with all its children.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Pdeathsig: syscall.SIGQUIT}
	log, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	started, ended := make(chan error, 1), make(chan error, 1)
	go func() {
		// The kernel sends the signal when the thread that started the child ends: this one stays.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		follow(log, started)
		ended <- cmd.Wait()
	}()
	select {
	case err := <-started:
		if err == nil {
			s.process, s.ended = cmd.Process, ended
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// follow reads the server's log to its end, and reports once that the server is ready, or what it said
// instead.
func follow(log io.Reader, started chan<- error) {
	var said strings.Builder
	ready := false
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if ready {
			continue
		}
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "ready to accept connections") {
			ready = true
			started <- nil
		}
	}
	if !ready {
		started <- fmt.Errorf("the server did not start: %s", said.String())
	}
}

// end stops the server at once and waits for it.
func (s *PostgresServer) end() error {
	if s.process == nil {
		return nil
	}
	if err := s.process.Signal(syscall.SIGQUIT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-s.ended //nolint:errcheck // its exit status says only that it was told to quit
	s.process = nil
	return nil
}

// serverUser gives the user that the server must run as, or nil if it is this process's own.
func serverUser() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(uidErr, gidErr)
}

// postgresBin finds the folder with the server's programs: Debian's, the newest version first, or that of an
// initdb on the path.
func postgresBin() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	best, version := "", -1
	for _, path := range found {
		bin := filepath.Dir(path)
		if v, err := strconv.Atoi(filepath.Base(filepath.Dir(bin))); err == nil && v > version {
			best, version = bin, v
		}
	}
	if best != "" {
		return best, nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("find the server's programs: %w", err)
	}
	return filepath.Dir(path), nil
}

// removeStale removes the folders of servers whose process has ended without removing them.
func removeStale() {
	found, err := fs.Glob(os.DirFS(os.TempDir()), folderPrefix+"*")
	if err != nil {
		return
	}
	for _, name := range found {
		pid, err := strconv.Atoi(strings.Split(strings.TrimPrefix(name, folderPrefix), "-")[0])
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			// What cannot be removed belongs to somebody else.
			_ = os.RemoveAll(filepath.Join(os.TempDir(), name))
		}
	}
}
