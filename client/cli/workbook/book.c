#include "client/cli/workbook/book.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/workbook/epoch.h"
#include "proto/limits.h"

extern char **environ;

#define PROGRAM "xlsx2csv"
#define PRIVATE_FIRST 0xF0000 /* plane 15 */
#define PRIVATE_COUNT 65533
#define MEMORY_MAX (2048L * 1024 * 1024)

static bool inside(struct bytes raw, const char *word)
{
	return memmem(raw.data, raw.size, word, strlen(word)) != NULL;
}

static bool begins(struct bytes raw, const char *magic, size_t n)
{
	return raw.size >= n && memcmp(raw.data, magic, n) == 0;
}

const char *workbook_foreign(struct bytes raw, bool *ret_workbook)
{
	*ret_workbook = false;
	if (begins(raw, "PK\x03\x04", 4)) {
		/* A .docx can be renamed to .xlsx: the names in the archive show what it is. */
		*ret_workbook = inside(raw, "xl/workbook.xml");
		return *ret_workbook		      ? NULL
		       : inside(raw, "word/document") ? "sheet.word"
						      : "sheet.other_archive";
	}
	if (begins(raw, "\xD0\xCF\x11\xE0", 4))
		return "sheet.old_workbook";
	if (begins(raw, "%PDF", 4))
		return "sheet.pdf";
	struct bytes head = BYTES(raw.data, raw.size < 1024 ? raw.size : 1024);
	if (inside(head, "<html") || inside(head, "<HTML") || inside(head, "<table") ||
	    inside(head, "<?xml"))
		return "sheet.web_page";
	return NULL;
}

/* ---- the xlsx2csv process */

struct child {
	pid_t pid;
	int out;
};

static int64_t now_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* posix_spawnp() cannot set limits, so they are set right after it. The child has done little by
 * then: it is still loading or reading its file. */
static void limit(pid_t pid)
{
	struct rlimit time = {WORKBOOK_SECONDS_MAX, WORKBOOK_SECONDS_MAX};
	struct rlimit memory = {MEMORY_MAX, MEMORY_MAX};
	struct rlimit file = {0, 0};
	(void)prlimit(pid, RLIMIT_CPU, &time, NULL);
	(void)prlimit(pid, RLIMIT_AS, &memory, NULL);
	(void)prlimit(pid, RLIMIT_FSIZE, &file, NULL);
}

/* xlsx2csv opens a path and seeks in it, so its standard input must be a file. This is a memory
 * file with the bytes, sealed against changes. */
static int hold(struct bytes raw, int *ret_fd)
{
	_cleanup_close_ int fd = memfd_create(PROGRAM, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	const char *s = raw.data;
	if (fd < 0)
		return -errno;
	for (size_t at = 0; at < raw.size;) {
		ssize_t n = write(fd, s + at, raw.size - at);
		if (n < 0 && errno != EINTR)
			return -errno;
		at += n < 0 ? 0 : (size_t)n;
	}
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

static int start(int book, const char *mark, struct child *ret)
{
	/* Unformatted numbers: the format of a cell could round them. Dates come as serial
	 * numbers. */
	char *const argv[] = {
	    (char *)PROGRAM,	     (char *)"-a",   (char *)"--ignore-formats", (char *)"float",
	    (char *)"date",	     (char *)"time", (char *)"percentage",	 (char *)"-p",
	    (char *)(uintptr_t)mark, (char *)"--",   (char *)"/dev/stdin",	 NULL};
	posix_spawn_file_actions_t files;
	int pipe_fd[2];
	if (pipe2(pipe_fd, O_CLOEXEC) < 0)
		return -errno;
	int r = posix_spawn_file_actions_init(&files);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&files, pipe_fd[1], STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY,
						     0);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&files, book, STDIN_FILENO);
	if (r == 0)
		r = posix_spawnp(&ret->pid, PROGRAM, &files, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)close(pipe_fd[1]);
	if (r != 0) {
		(void)close(pipe_fd[0]);
		return -r;
	}
	limit(ret->pid);
	ret->out = pipe_fd[0];
	return 0;
}

/* Reads all output. -EFBIG: too much, -ETIMEDOUT: too slow. */
static int drain(int fd, char **ret, size_t *ret_size)
{
	int64_t until = now_ms() + WORKBOOK_SECONDS_MAX * 1000L;
	size_t size = 0, room = 65536;
	_cleanup_free_ char *text = malloc(room);
	while (text) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = until - now_ms();
		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			return -ETIMEDOUT;
		if (size == room) {
			if (room >= IMPORT_BYTES_MAX)
				return -EFBIG;
			char *more = realloc(text, room *= 2);
			if (!more)
				return -ENOMEM;
			text = more;
		}
		ssize_t n = read(fd, text + size, room - size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0) {
			*ret = TAKE_PTR(text);
			*ret_size = size;
			return 0;
		}
		size += (size_t)n;
	}
	return -ENOMEM;
}

static int convert(struct bytes raw, const char *mark, char **ret, size_t *ret_size)
{
	struct child child = {};
	_cleanup_close_ int book = -1;
	int status = 0;
	int r = hold(raw, &book);
	if (r == 0)
		r = start(book, mark, &child);
	if (r < 0)
		return r;
	r = drain(child.out, ret, ret_size);
	(void)close(child.out);
	if (r < 0)
		(void)kill(child.pid, SIGKILL);
	while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR)
		;
	if (r == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) {
		free(*ret);
		*ret = NULL;
		return WIFEXITED(status) && WEXITSTATUS(status) == 127 ? -ENOENT : -EIO;
	}
	return r;
}

/* ---- the sheets in its output */

static int add(struct workbook_file *b, const char *name, size_t n, const struct csvfile *grid)
{
	void *more = reallocarray(b->sheet, b->n + 1, sizeof *b->sheet);
	if (!more)
		return -ENOMEM;
	b->sheet = more;
	b->sheet[b->n].name = strndup(name, n);
	if (!b->sheet[b->n].name)
		return -ENOMEM;
	b->sheet[b->n++].grid = *grid;
	return 0;
}

static const char *next_mark(const char *s, const char *end, const char *mark)
{
	size_t n = strlen(mark);
	for (const char *at = s; at < end; at++) {
		at = memmem(at, (size_t)(end - at), mark, n);
		if (!at)
			return end;
		if (at == s || at[-1] == '\n')
			return at;
	}
	return end;
}

/* xlsx2csv writes a line such as "MARK 2 - 续建" before the rows of each sheet. */
int workbook_file_split(struct bytes text, const char *mark, struct workbook_file *ret,
			struct csvfault *fault)
{
	const char *s = text.data, *end = s + text.size;
	for (s = next_mark(s, end, mark); s < end;) {
		const char *line_end = memchr(s, '\n', (size_t)(end - s));
		line_end = line_end ? line_end : end;
		const char *name = s + strlen(mark);
		const char *dash = memmem(name, (size_t)(line_end - name), " - ", 3);
		name = dash ? dash + 3 : line_end;
		const char *body = line_end < end ? line_end + 1 : end;
		s = next_mark(body, end, mark);
		struct csvfile grid = {};
		if (ret->n >= SHEETS_MAX) {
			*fault = (struct csvfault){.code = "sheet.too_many_sheets", .line = 1};
			return STATUS_INVALID;
		}
		int r = csv_read(BYTES(body, (size_t)(s - body)), &grid, fault);
		if (r == 0)
			r = add(ret, name, (size_t)(line_end - name), &grid);
		if (r != 0) {
			csv_done(&grid);
			return r;
		}
	}
	return 0;
}

static int refuse(struct cli *c, int r, const char *path)
{
	if (r == -ENOENT)
		return cli_fail(c, CLI_LOCAL, "sheet.no_xlsx2csv", NULL);
	if (r == -ENOMEM)
		return r;
	return cli_fail(c, STATUS_INVALID,
			r == -EFBIG	  ? "sheet.book_too_large"
			: r == -ETIMEDOUT ? "sheet.book_too_slow"
					  : "sheet.book_damaged",
			path, NULL);
}

int workbook_file_read(struct cli *c, const char *path, struct bytes raw, struct workbook_file *ret)
{
	uint32_t chance = 0;
	char mark[5] = "", option[16];
	size_t size = 0;
	_cleanup_free_ char *text = NULL;
	struct csvfault fault = {};
	if (getrandom(&chance, sizeof chance, 0) != sizeof chance)
		return -errno;
	/* xlsx2csv accepts one character as mark, given by its number. A random one from a private
	 * plane cannot be guessed, so no cell can imitate a mark. */
	chance = PRIVATE_FIRST + chance % PRIVATE_COUNT;
	(void)snprintf(option, sizeof option, "x%u", chance);
	(void)snprintf(mark, sizeof mark, "%c%c%c%c", (int)(0xF0 | chance >> 18),
		       (int)(0x80 | (chance >> 12 & 0x3F)), (int)(0x80 | (chance >> 6 & 0x3F)),
		       (int)(0x80 | (chance & 0x3F)));
	ret->from_1904 = workbook_from_1904(raw);
	int r = convert(raw, option, &text, &size);
	if (r < 0)
		return refuse(c, r, path);
	_cleanup_free_ char *clean = NULL;
	r = csv_decode(BYTES(text, size), "utf-8", &clean, &size, &fault);
	if (r == 0)
		r = workbook_file_split(BYTES(clean, size), mark, ret, &fault);
	if (r == STATUS_INVALID)
		return cli_fail(c, STATUS_INVALID, fault.code, NULL);
	return r;
}

void workbook_file_done(struct workbook_file *b)
{
	for (size_t i = 0; i < b->n; i++) {
		free(b->sheet[i].name);
		csv_done(&b->sheet[i].grid);
	}
	free(b->sheet);
	*b = (struct workbook_file){};
}
