#include "client/cli/watch/ack.h"

#include <errno.h>
#include <unistd.h>

#include "client/cli/frame/fail.h"
#include "client/cli/frame/verdict.h"

static bool seq_of(const char *line, uint64_t *ret)
{
	uint64_t seq = 0;
	for (const char *s = line; *s; s++)
		if (*s < '0' || *s > '9' || __builtin_mul_overflow(seq, 10, &seq) ||
		    __builtin_add_overflow(seq, (uint64_t)(*s - '0'), &seq))
			return false;
	*ret = seq;
	return *line != '\0';
}

static int line_ends(struct cli *c, struct acks *a)
{
	uint64_t seq;
	if (a->n > 0 && a->line[a->n - 1] == '\r')
		a->n--;
	a->line[a->n] = '\0';
	a->n = 0;
	if (!seq_of(a->line, &seq))
		return cli_fail(c, CLI_LOCAL, "watch.bad_ack", a->line, NULL);
	if (seq > a->seq)
		a->seq = seq;
	return 0;
}

int acks_read(struct cli *c, struct acks *a, int fd)
{
	char text[1024];
	int r = 0;
	ssize_t n = read(fd, text, sizeof text);
	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : -errno;
	a->over = n == 0;
	for (ssize_t i = 0; i < n && r == 0; i++) {
		if (text[i] == '\n')
			r = line_ends(c, a);
		else if (a->n + 1 < sizeof a->line)
			a->line[a->n++] = text[i];
		else
			r = line_ends(c, a); /* longer than any seq: refused */
	}
	return r;
}
