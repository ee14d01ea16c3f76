#include "store/pages/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "store/pages/pages_private.h"

const char *pages_fault(const struct pages *p)
{
	return p->fault;
}

int pages_says(struct pages *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(p->fault, sizeof p->fault, fmt, ap);
	va_end(ap);
	return -EBADMSG;
}

int pages_bad(struct pages *p, uint64_t number, const char *what)
{
	return pages_says(p, "page %llu, at byte %llu, %s", (unsigned long long)number,
			  (unsigned long long)(number * p->page_size), what);
}

int pages_read(struct pages *p, uint64_t number, void *buf, size_t size)
{
	ssize_t n = pread(p->fd, buf, size, (off_t)(number * p->page_size));

	if (n < 0)
		return pages_bad(p, number, strerror(errno));
	return (size_t)n == size ? 0 : pages_bad(p, number, "is beyond the end of the file");
}

/* ---- pages that are taken once */

int pages_take(struct pages *p, uint64_t number, uint64_t n)
{
	if (number < PAGES_METAS || number > p->meta.last_page ||
	    n > p->meta.last_page + 1 - number)
		return pages_bad(p, number, "does not exist, but is named");
	for (uint64_t i = number; i < number + n; i++) {
		uint8_t bit = (uint8_t)(1U << (i % 8));

		if (p->seen[i / 8] & bit)
			return pages_bad(p, i, "is used in two places");
		p->seen[i / 8] |= bit;
	}
	return 0;
}

/* A file may lack its last pages: those that were freed again by the transaction that took them are
 * not written. */
#define UNWRITTEN_MAX (1U << 20)

/* ---- the head of the file */

static int add_table(struct pages *p, struct bytes key, struct bytes value)
{
	struct pages_table *t = &p->table[p->n_tables];

	if (p->n_tables == PAGES_TABLES_MAX)
		return pages_says(p, "there are more than %d tables", PAGES_TABLES_MAX);
	if (value.size != sizeof t->tree || key.size >= sizeof t->name)
		return pages_says(p, "the record of a table has a wrong size");
	memcpy(&t->tree, value.data, sizeof t->tree);
	if (t->tree.flags || t->tree.pad || t->tree.depth >= PAGES_DEPTH_MAX)
		return pages_says(p, "the record of a table is damaged");
	memcpy(t->name, key.data, key.size);
	t->name[key.size] = '\0';
	p->n_tables++;
	return 0;
}

static int read_meta(struct pages *p, unsigned i, struct pages_meta *ret)
{
	struct {
		struct pages_head head;
		struct pages_meta meta;
	} page;
	int r = pages_read(p, i, &page, sizeof page);

	if (r)
		return r;
	*ret = page.meta;
	if (page.head.flags != PAGES_META || ret->magic != PAGES_MAGIC ||
	    ret->version != PAGES_VERSION || ret->free.flags != PAGES_NUMBERS || ret->main.flags ||
	    ret->map_bytes > PAGES_MAP_MAX || ret->free.depth >= PAGES_DEPTH_MAX ||
	    ret->main.depth >= PAGES_DEPTH_MAX)
		return pages_bad(p, i, "is not a head of the file");
	return 0;
}

/* The heads take turns: a transaction with an odd number is in the second one. */
static int choose_meta(struct pages *p, const struct pages_meta m[PAGES_METAS])
{
	unsigned newer = m[1].txn > m[0].txn;
	uint64_t txn = m[newer].txn, before = m[!newer].txn;

	p->meta = m[newer];
	if (p->lenient)
		return 0;
	if (m[0].free.pad != m[1].free.pad)
		return pages_says(p, "its two heads have different sizes of a page");
	if (txn && (txn % PAGES_METAS != newer || txn - before != 1))
		return pages_says(p, "its two heads are not of two transactions in a row");
	return 0;
}

static int read_head(struct pages *p, bool other)
{
	struct pages_meta m[PAGES_METAS];
	int r, s;

	p->page_size = (size_t)sysconf(_SC_PAGESIZE);
	r = read_meta(p, 0, &m[0]);
	if (!r && m[0].free.pad != p->page_size)
		r = pages_says(p, "its pages have another size than this machine's");
	s = read_meta(p, 1, &m[1]);
	if (p->lenient && r != s) /* one of them is whole */
		m[r ? 0 : 1] = m[r ? 1 : 0];
	else if (r || s)
		return r ? r : s;
	r = choose_meta(p, m);
	if (other)
		p->meta = m[m[1].txn <= m[0].txn];
	return r;
}

static int open_file(struct pages *p, const char *file)
{
	struct stat st;

	p->fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (p->fd < 0 || fstat(p->fd, &st) < 0)
		return -errno;
	(void)posix_fadvise(p->fd, 0, 0, POSIX_FADV_WILLNEED);
	p->in_file = (uint64_t)st.st_size / (uint64_t)sysconf(_SC_PAGESIZE);
	return 0;
}

static int read_tables(struct pages *p, bool other)
{
	struct walk w = {.p = p, .tree = &p->meta.main, .record = add_table};
	int r = read_head(p, other);

	if (r)
		return r;
	if (p->meta.last_page > p->in_file + UNWRITTEN_MAX)
		return pages_says(p, "it says that it is much longer than it is");
	free(p->seen);
	p->seen = calloc(p->meta.last_page / 8 + 1, 1);
	if (!p->seen)
		return -ENOMEM;
	p->n_tables = 0;
	return pages_walk_tree(&w, "of all tables");
}

int pages_open(struct pages **ret, const char *file, bool lenient)
{
	struct pages *p = calloc(1, sizeof *p);
	int r;

	*ret = p;
	if (!p)
		return -ENOMEM;
	p->lenient = lenient;
	r = open_file(p, file);
	if (!r)
		r = read_tables(p, false);
	if (lenient && !r && p->n_tables == 0)
		r = read_tables(p, true);
	return r;
}

struct pages *pages_free(struct pages *p)
{
	if (!p)
		return NULL;
	closep(&p->fd);
	free(p->seen);
	for (size_t i = 0; i < PAGES_DEPTH_MAX; i++)
		free(p->level[i]);
	free(p);
	return NULL;
}

size_t pages_tables(const struct pages *p)
{
	return p->n_tables;
}

const char *pages_table_name(const struct pages *p, size_t table)
{
	return p->table[table].name;
}

size_t pages_table(const struct pages *p, const char *name)
{
	for (size_t i = 0; i < p->n_tables; i++)
		if (strcmp(p->table[i].name, name) == 0)
			return i;
	return SIZE_MAX;
}

uint64_t pages_entries(const struct pages *p, size_t table)
{
	return p->table[table].tree.entries;
}
