/* A publication's template (daemon/data/brief.txt and the others). Lines:
 *	= TITLE
 *	% LIST ITEM	how an item of the list is written; items that begin with | are a table's
 *			rows, all others are joined by 、
 *	# KEY [fixed] [internal] TITLE		a section begins
 *	?NAME LINE	left out if the figure NAME is empty or 0
 *	LINE		of the section
 * with places as model/publication/places.h has them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct arena;

struct template_section {
	const char *key, *title;
	bool fixed, internal;
	const char **line;
	size_t n;
};

struct template_list {
	const char *key, *item;
};

struct template
{
	const char *title;
	struct template_list *list;
	size_t n_list;
	struct template_section *section;
	size_t n_section;
};

/* -ENOMEM, or -EBADMSG for a line that cannot be read: the shipped ones are tested. */
int template_read(struct arena *a, struct bytes text, struct template *ret);
/* The shipped one of a series. */
struct bytes template_of(Duban__PublicationSeries series);
/* How an item is written; NULL: the template does not ask for the list. */
const char *template_item(const struct template *t, const char *list);
