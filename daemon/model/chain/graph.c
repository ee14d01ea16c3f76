#include "model/chain/graph.h"

enum colour { WHITE, GREY, BLACK }; /* not visited, on the current path, done */

/* A depth-first walk along the prerequisites. It has its own stack, because the sender of the chain
 * chooses the depth. */
struct graph_walk {
	uint8_t colour[LINKS_MAX];
	uint16_t path[LINKS_MAX];
	size_t next[LINKS_MAX]; /* by row: index of the next prerequisite to visit */
	size_t depth;
	size_t ordered;
};

/* Insertion sort: rows usually come in order of their numbers, which takes one comparison per
 * row. */
static void sort_by_no(struct graph *g, const struct schedule *p)
{
	for (size_t i = 0; i < g->n; i++) {
		size_t k = i;

		for (; k > 0 && p->link[g->by_no[k - 1]].no > p->link[i].no; k--)
			g->by_no[k] = g->by_no[k - 1];
		g->by_no[k] = (uint16_t)i;
	}
}

int graph_find(const struct graph *g, const struct schedule *p, uint32_t no)
{
	size_t low = 0, high = g->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->link[g->by_no[mid]].no < no)
			low = mid + 1;
		else
			high = mid;
	}
	return low < g->n && p->link[g->by_no[low]].no == no ? g->by_no[low] : -1;
}

static enum schedule_fault check_names(const struct graph *g, const struct schedule *p,
				       size_t *ret_link, uint32_t *ret_no)
{
	for (size_t k = 1; k < g->n; k++) {
		const struct schedule_link *a = &p->link[g->by_no[k - 1]];
		const struct schedule_link *b = &p->link[g->by_no[k]];

		if (a->no == b->no) {
			*ret_link = (size_t)(b - p->link);
			*ret_no = b->no;
			return SCHEDULE_DUPLICATE_NO;
		}
	}
	for (size_t i = 0; i < g->n; i++)
		for (size_t k = 0; k < p->link[i].n_after; k++)
			if (graph_find(g, p, p->link[i].after[k]) < 0) {
				*ret_link = i;
				*ret_no = p->link[i].after[k];
				return SCHEDULE_UNKNOWN_PREREQUISITE;
			}
	return SCHEDULE_FINE;
}

static void enter(struct graph_walk *w, size_t row)
{
	w->colour[row] = GREY;
	w->path[w->depth++] = (uint16_t)row;
}

/* One step: descends to the next prerequisite, or goes back up if there is none left. */
static enum schedule_fault step(struct graph_walk *w, struct graph *g, const struct schedule *p,
				size_t *ret_link, uint32_t *ret_no)
{
	size_t row = w->path[w->depth - 1], next;
	const struct schedule_link *l = &p->link[row];

	if (w->next[row] == l->n_after) {
		w->colour[row] = BLACK;
		g->order[w->ordered++] = (uint16_t)row;
		w->depth--;
		return SCHEDULE_FINE;
	}
	next = (size_t)graph_find(g, p, l->after[w->next[row]++]);
	if (w->colour[next] == GREY) {
		*ret_link = row;
		*ret_no = p->link[next].no;
		return SCHEDULE_CYCLE;
	}
	if (w->colour[next] == WHITE)
		enter(w, next);
	return SCHEDULE_FINE;
}

enum schedule_fault graph_build(struct graph *g, const struct schedule *p, size_t *ret_link,
				uint32_t *ret_no)
{
	struct graph_walk w = {.depth = 0};
	enum schedule_fault fault;

	if (p->n > LINKS_MAX) {
		*ret_link = LINKS_MAX;
		*ret_no = 0;
		return SCHEDULE_TOO_MANY;
	}
	g->n = p->n;
	sort_by_no(g, p);
	fault = check_names(g, p, ret_link, ret_no);
	if (fault)
		return fault;
	for (size_t i = 0; i < g->n; i++) {
		if (w.colour[i] == WHITE)
			enter(&w, i);
		while (w.depth > 0) {
			fault = step(&w, g, p, ret_link, ret_no);
			if (fault)
				return fault;
		}
	}
	return SCHEDULE_FINE;
}
