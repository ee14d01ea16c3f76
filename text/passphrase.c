#include "text/passphrase.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "proto/cleanup.h"

static int take_line(FILE *f, char ret[PASSPHRASE_MAX + 1])
{
	char line[PASSPHRASE_MAX + 3];
	size_t n;
	int r = 0;

	if (!fgets(line, sizeof line, f))
		return ferror(f) ? -EIO : -ENODATA;
	n = strcspn(line, "\r\n");
	if (n > PASSPHRASE_MAX)
		r = -E2BIG;
	else if (n == 0)
		r = -ENODATA;
	else
		memcpy(ret, line, n);
	if (r == 0)
		ret[n] = '\0';
	explicit_bzero(line, sizeof line);
	return r;
}

static int ask(const char *prompt, char ret[PASSPHRASE_MAX + 1])
{
	struct termios shown, hidden;
	int r;

	if (tcgetattr(STDIN_FILENO, &shown) < 0)
		return take_line(stdin, ret);
	hidden = shown;
	hidden.c_lflag &= (tcflag_t)~ECHO;
	(void)fputs(prompt, stderr);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	r = take_line(stdin, ret);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	(void)fputc('\n', stderr);
	return r;
}

int passphrase_read(const char *file, const char *prompt, char ret[PASSPHRASE_MAX + 1])
{
	_cleanup_fclose_ FILE *f = file ? fopen(file, "re") : NULL;

	if (!file)
		return ask(prompt, ret);
	return f ? take_line(f, ret) : -errno;
}
