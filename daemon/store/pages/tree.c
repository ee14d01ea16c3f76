/* Walks one tree of the file. */
#include <errno.h>
#include <string.h>

#include "store/pages/pages.h"
#include "store/pages/pages_private.h"

/* The keys of a subtree: from `low` (NULL: the first) to before `high` (NULL: the last). */
struct bounds {
	struct bytes low, high;
};

/* ---- one page of a tree */

static struct pages_node node_at(const uint8_t *page, size_t i)
{
	struct pages_node n;
	uint16_t at;

	memcpy(&at, page + PAGES_HEAD + 2 * i, sizeof at);
	memcpy(&n, page + at, PAGES_NODE_HEAD);
	n.at = page + at;
	return n;
}

static size_t node_data(const struct pages_node *n)
{
	return (size_t)n->low | (size_t)n->high << 16;
}

static uint64_t node_child(const struct pages_node *n)
{
	return node_data(n) | (uint64_t)n->flags << 32;
}

static struct bytes node_key(const struct pages_node *n)
{
	return BYTES(n->at + PAGES_NODE_HEAD, n->key_size);
}

/* The bytes that a node takes in its page. */
static size_t node_size(const struct pages_node *n, bool leaf)
{
	size_t size = PAGES_NODE_HEAD + n->key_size;

	if (leaf)
		size += n->flags & PAGES_BIG ? sizeof(uint64_t) : node_data(n);
	return size + size % 2;
}

/* Every node lies within the page, and together they fill it from `upper` to its end. */
static int check_nodes(struct pages *p, const uint8_t *page, const struct pages_head *h)
{
	size_t n = (h->lower - PAGES_HEAD) / 2U, sum = 0, size;
	bool leaf = h->flags == PAGES_LEAF;

	for (size_t i = 0; i < n; i++) {
		struct pages_node node;
		uint16_t at;

		memcpy(&at, page + PAGES_HEAD + 2 * i, sizeof at);
		if (at < h->upper || at % 2 || (size_t)at + PAGES_NODE_HEAD > p->page_size)
			return pages_bad(p, h->number, "has a node outside of it");
		node = node_at(page, i);
		if (leaf && (node.flags & ~(unsigned)(PAGES_BIG | PAGES_RECORD)))
			return pages_bad(p, h->number, "has a node of an unknown kind");
		size = node_size(&node, leaf);
		if (size > p->page_size - at || node.key_size > PAGES_KEY_MAX)
			return pages_bad(p, h->number, "has a node that reaches out of it");
		sum += size;
	}
	return sum == p->page_size - h->upper ? 0 : pages_bad(p, h->number, "has nodes missing");
}

static int read_page(struct pages *p, uint64_t number, uint8_t *page, struct pages_head *h)
{
	int r = pages_take(p, number, 1);

	if (!r)
		r = pages_read(p, number, page, p->page_size);
	if (r)
		return r;
	memcpy(h, page, sizeof *h);
	if (h->number != number)
		return pages_bad(p, number, "is another page");
	if (h->flags != PAGES_BRANCH && h->flags != PAGES_LEAF)
		return pages_bad(p, number, "is not of a tree");
	if (h->lower < PAGES_HEAD + 2 || h->lower % 2 || h->lower > h->upper ||
	    h->upper > p->page_size)
		return pages_bad(p, number, "has no whole list of nodes");
	return check_nodes(p, page, h);
}

/* A value too long for its leaf has pages of its own, only the first with a head. malloc. */
static int read_big(struct walk *w, const struct pages_node *n, uint8_t **ret)
{
	struct pages *p = w->p;
	size_t size = node_data(n);
	uint64_t number, count = (PAGES_HEAD - 1 + size) / p->page_size + 1;
	struct pages_head h;
	int r;

	memcpy(&number, n->at + PAGES_NODE_HEAD + n->key_size, sizeof number);
	r = pages_read(p, number, &h, sizeof h);
	if (r)
		return r;
	/* It may have more than it needs: a shorter value was put in the place of a longer one. */
	if (h.number != number || h.flags != PAGES_OVERFLOW || h.count < count)
		return pages_bad(p, number, "is not the long value that it should be");
	r = pages_take(p, number, h.count);
	if (r)
		return r;
	w->found.overflow_pages += h.count;
	*ret = malloc(count * p->page_size);
	return *ret ? pages_read(p, number, *ret, PAGES_HEAD + size) : -ENOMEM;
}

/* ---- a tree */

static int order(const struct walk *w, struct bytes a, struct bytes b)
{
	uint64_t x, y;
	int r;

	if (w->tree != &w->p->meta.free) {
		r = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);
		return r ? r : (a.size > b.size) - (a.size < b.size);
	}
	memcpy(&x, a.data, sizeof x); /* the keys of the free lists are numbers */
	memcpy(&y, b.data, sizeof y);
	return (x > y) - (x < y);
}

static bool within(const struct walk *w, struct bytes key, const struct bounds *b)
{
	return (!b->low.data || order(w, key, b->low) >= 0) &&
	       (!b->high.data || order(w, key, b->high) < 0);
}

/* All keys of a page in order; the first of a branch stands for "whatever is smaller". */
static int check_keys(const struct walk *w, const uint8_t *page, const struct pages_head *h,
		      const struct bounds *b)
{
	size_t n = (h->lower - PAGES_HEAD) / 2U;
	bool leaf = h->flags == PAGES_LEAF, numbers = w->tree == &w->p->meta.free;
	struct bytes last = {NULL, 0};

	for (size_t i = leaf ? 0 : 1; i < n; i++) {
		struct pages_node node = node_at(page, i);
		struct bytes key = node_key(&node);

		if (!key.size || (numbers && key.size != sizeof(uint64_t)))
			return pages_bad(w->p, h->number, "has a key of a wrong size");
		if ((last.data && order(w, last, key) >= 0) || !within(w, key, b))
			return pages_bad(w->p, h->number, "has a key at a wrong place");
		last = key;
	}
	return 0;
}

static int visit_leaf(struct walk *w, const uint8_t *page, const struct pages_head *h)
{
	size_t n = (h->lower - PAGES_HEAD) / 2U;
	int r = 0;

	w->found.leaf_pages++;
	for (size_t i = 0; i < n && !r; i++) {
		struct pages_node node = node_at(page, i);
		struct bytes key = node_key(&node);
		struct bytes value = BYTES(node.at + PAGES_NODE_HEAD + key.size, node_data(&node));
		_cleanup_free_ uint8_t *big = NULL;

		w->found.entries++;
		if (!(node.flags & PAGES_RECORD) != !w->record)
			r = pages_bad(w->p, h->number, "mixes rows and tables");
		else if (node.flags & PAGES_BIG)
			r = read_big(w, &node, &big);
		if (big)
			value.data = big + PAGES_HEAD;
		if (!r)
			r = w->record ? w->record(w->p, key, value) : w->row(w->user, key, value);
		if (w->p->lenient && r == -EBADMSG)
			r = 0;
	}
	return r;
}

static int visit(struct walk *w, uint64_t number, size_t depth, const struct bounds *b);

static int visit_branch(struct walk *w, const uint8_t *page, const struct pages_head *h,
			size_t depth, const struct bounds *b)
{
	size_t n = (h->lower - PAGES_HEAD) / 2U;
	int r = 0;

	w->found.branch_pages++;
	/* LMDB ends the process for a branch with one child, except in the lists of free pages. */
	if (n < 2 && w->tree != &w->p->meta.free)
		return pages_bad(w->p, h->number, "is a branch without a fork");
	for (size_t i = 0; i < n && !r; i++) {
		struct pages_node node = node_at(page, i);
		struct pages_node next = i + 1 < n ? node_at(page, i + 1) : node;
		struct bounds inner = {i > 0 ? node_key(&node) : b->low,
				       i + 1 < n ? node_key(&next) : b->high};

		r = visit(w, node_child(&node), depth + 1, &inner);
	}
	return r;
}

static int visit_page(struct walk *w, uint64_t number, size_t depth, const struct bounds *b)
{
	struct pages *p = w->p;
	struct pages_head h;
	int r = 0;

	if (depth > w->tree->depth || depth >= PAGES_DEPTH_MAX)
		return pages_bad(p, number, "is deeper than its tree");
	if (!p->level[depth])
		p->level[depth] = malloc(p->page_size);
	if (!p->level[depth])
		return -ENOMEM;
	r = read_page(p, number, p->level[depth], &h);
	if (!r && (h.flags == PAGES_LEAF) != (depth == w->tree->depth))
		r = pages_bad(p, number, "is at a wrong depth of its tree");
	if (!r)
		r = check_keys(w, p->level[depth], &h, b);
	if (r)
		return r;
	return h.flags == PAGES_LEAF ? visit_leaf(w, p->level[depth], &h)
				     : visit_branch(w, p->level[depth], &h, depth, b);
}

static int visit(struct walk *w, uint64_t number, size_t depth, const struct bounds *b)
{
	int r = visit_page(w, number, depth, b);

	return w->p->lenient && r == -EBADMSG ? 0 : r;
}

/* The counts of a tree are what LMDB sizes its memory by. */
static int compare(const struct walk *w, const char *name)
{
	const struct pages_tree *a = w->tree, *b = &w->found;

	if (w->p->lenient ||
	    (a->entries == b->entries && a->branch_pages == b->branch_pages &&
	     a->leaf_pages == b->leaf_pages && a->overflow_pages == b->overflow_pages))
		return 0;
	return pages_says(w->p, "the table %s has other counts than its record", name);
}

int pages_walk_tree(struct walk *w, const char *name)
{
	const struct bounds all = {{NULL, 0}, {NULL, 0}};
	int r = 0;

	if (w->tree->root == PAGES_NONE) {
		if (w->tree->depth && !w->p->lenient)
			return pages_says(w->p, "the table %s has lost its root", name);
	} else {
		r = visit(w, w->tree->root, 1, &all);
	}
	return r ? r : compare(w, name);
}

int pages_walk(struct pages *p, size_t table, pages_row *row, void *user)
{
	struct walk w = {.p = p, .tree = &p->table[table].tree, .row = row, .user = user};

	return pages_walk_tree(&w, p->table[table].name);
}

/* A list: how many, then their numbers, falling. */
static int take_free(void *user, struct bytes key, struct bytes value)
{
	struct pages *p = user;
	uint64_t since, n, number, last = UINT64_MAX;
	int r = 0;

	memcpy(&since, key.data, sizeof since);
	if (value.size < sizeof n || since > p->meta.txn)
		return pages_says(p, "a list of free pages is damaged");
	memcpy(&n, value.data, sizeof n);
	if (n > value.size / sizeof n - 1)
		return pages_says(p, "a list of free pages is longer than its row");
	for (uint64_t i = 1; i <= n && !r; i++) {
		memcpy(&number, (const uint8_t *)value.data + i * sizeof n, sizeof number);
		r = number < last ? pages_take(p, number, 1)
				  : pages_says(p, "a list of free pages is out of order");
		last = number;
	}
	return r;
}

int pages_walk_free(struct pages *p)
{
	struct walk w = {.p = p, .tree = &p->meta.free, .row = take_free, .user = p};

	return pages_walk_tree(&w, "of free pages");
}
