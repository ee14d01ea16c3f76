#include "client/notify/text/book.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "client/notify/core/fault.h"
#include "client/notify/core/say.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "proto/wire.h"

struct book_row {
	const char *person, *address; /* in `all` */
	unsigned line;
};

struct book_content {
	char *all;
	struct book_row *row;
	size_t n;
};

struct address_book {
	char *path;
	struct stat seen; /* of the file when it was read last */
	struct book_content is;
};

static void content_done(struct book_content *c)
{
	free(c->all);
	free(c->row);
	*c = (struct book_content){NULL};
}

static int by_person(const void *a, const void *b)
{
	const struct book_row *x = a, *y = b;

	return strcmp(x->person, y->person);
}

/* Spreadsheets put quotes around what has a comma or blanks. */
static char *bare(char *cell)
{
	size_t n;

	cell += strspn(cell, " \t");
	for (n = strlen(cell); n > 0 && strchr(" \t\r", cell[n - 1]); n--)
		;
	cell[n] = '\0';
	if (n >= 2 && cell[0] == '"' && cell[n - 1] == '"') {
		cell[n - 1] = '\0';
		cell++;
	}
	return cell;
}

static const char *add_row(struct book_content *c, char *line, unsigned no)
{
	struct book_row row = {.line = no};
	char *comma = strchr(line, ',');

	if (!comma)
		return "write person,address";
	*comma = '\0';
	row.person = bare(line);
	row.address = bare(comma + 1);
	if (!*row.person || !*row.address)
		return "the person or the address is missing";
	if (strlen(row.address) >= ADDRESS_BYTES || strchr(row.address, ','))
		return "this is no address";
	if (wire_check_text(BYTES_STR(row.person)) != WIRE_FINE ||
	    wire_check_text(BYTES_STR(row.address)) != WIRE_FINE)
		return "it has characters that are none";
	c->row[c->n++] = row;
	return NULL;
}

static int parse(struct book_content *c, const char *path, char **ret_fault)
{
	char *rest = c->all, *line;
	size_t lines = 1;

	for (const char *s = c->all; *s; s++)
		lines += *s == '\n';
	c->row = calloc(lines, sizeof *c->row);
	if (!c->row)
		return -ENOMEM;
	if (strncmp(rest, "\xef\xbb\xbf", 3) == 0)
		rest += 3;
	for (unsigned no = 1; (line = strsep(&rest, "\n")); no++) {
		const char *wrong = NULL;

		line[strcspn(line, "\r")] = '\0';
		if (no == 1)
			wrong = strcmp(line, "person,address") == 0
				    ? NULL
				    : "the first line is not person,address";
		else if (*line)
			wrong = add_row(c, line, no);
		if (wrong)
			return fault_text(ret_fault, "%s:%u: %s", path, no, wrong);
	}
	qsort(c->row, c->n, sizeof *c->row, by_person);
	for (size_t i = 1; i < c->n; i++)
		if (strcmp(c->row[i - 1].person, c->row[i].person) == 0)
			return fault_text(ret_fault, "%s: %s has two lines, %u and %u", path,
					  c->row[i].person, c->row[i - 1].line, c->row[i].line);
	return 0;
}

static int read_all(FILE *f, const char *path, char **ret, char **ret_fault)
{
	_cleanup_free_ char *all = malloc(BOOK_BYTES_MAX + 1);
	char *fit;
	size_t n;

	if (!all)
		return -ENOMEM;
	n = fread(all, 1, BOOK_BYTES_MAX + 1, f);
	if (ferror(f))
		return fault_text(ret_fault, "%s: %s", path, strerror(EIO));
	if (n > BOOK_BYTES_MAX)
		return fault_text(ret_fault, "%s: larger than %d bytes", path, BOOK_BYTES_MAX);
	all[n] = '\0';
	if (strlen(all) != n)
		return fault_text(ret_fault, "%s: it is no text", path);
	fit = realloc(all, n + 1);
	if (!fit)
		return -ENOMEM;
	(void)TAKE_PTR(all);
	*ret = fit;
	return 0;
}

static int load(struct address_book *b, struct book_content *ret, char **ret_fault)
{
	_cleanup_fclose_ FILE *f = fopen(b->path, "re");
	int r;

	if (!f || fstat(fileno(f), &b->seen) < 0)
		return fault_text(ret_fault, "%s: %s", b->path, strerror(errno));
	if (!S_ISREG(b->seen.st_mode) || (b->seen.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)))
		return fault_text(
		    ret_fault,
		    "%s holds people's addresses and others can read or change it: chmod "
		    "600 %s",
		    b->path, b->path);
	r = read_all(f, b->path, &ret->all, ret_fault);
	r = r ? r : parse(ret, b->path, ret_fault);
	if (r)
		content_done(ret);
	return r;
}

static bool has_changed(const struct address_book *b, const struct stat *now)
{
	return now->st_ino != b->seen.st_ino || now->st_size != b->seen.st_size ||
	       now->st_mode != b->seen.st_mode || now->st_mtim.tv_sec != b->seen.st_mtim.tv_sec ||
	       now->st_mtim.tv_nsec != b->seen.st_mtim.tv_nsec;
}

static void look_again(struct address_book *b)
{
	_cleanup_free_ char *why = NULL;
	struct book_content fresh = {NULL};
	struct stat now;

	if (stat(b->path, &now) < 0 || !has_changed(b, &now))
		return;
	b->seen = now; /* a fault is told once */
	if (load(b, &fresh, &why) != 0) {
		say_warning("the former list of addresses is used: %s", why ? why : "no memory");
		return;
	}
	content_done(&b->is);
	b->is = fresh;
}

const char *book_find(struct address_book *b, const char *person, char ret[ADDRESS_BYTES])
{
	struct book_row key = {.person = person};
	const struct book_row *row;

	look_again(b);
	row = b->is.n ? bsearch(&key, b->is.row, b->is.n, sizeof *b->is.row, by_person) : NULL;
	if (!row)
		return "this person is not in the list of addresses";
	(void)snprintf(ret, ADDRESS_BYTES, "%s", row->address);
	return NULL;
}

struct address_book *book_close(struct address_book *b)
{
	if (!b)
		return NULL;
	content_done(&b->is);
	free(b->path);
	free(b);
	return NULL;
}

int book_open(const char *path, struct address_book **ret, char **ret_fault)
{
	struct address_book *b = calloc(1, sizeof *b);
	int r = b && (b->path = strdup(path)) ? load(b, &b->is, ret_fault) : -ENOMEM;

	if (r == 0)
		*ret = b;
	else
		(void)book_close(b);
	return r;
}
