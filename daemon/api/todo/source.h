/* What is to be done (待办): everything open that somebody must act on, of all nouns. Each noun
 *adds a source, beside its handlers:
 *	TODO_SOURCE(order, .each = each);
 * `each` is called once for each project in question, and once more for what belongs to the city
 * (t->project is NULL). It gives every open thing to todo_add(), which drops what does not concern
 * the asked person, unit or post, or what the sender may not see. So a source filters nothing, but
 * reads only what is open: the project's matters (t->matters) and its other indexes. A source whose
 * index is not by project reads it in `begin`, once for each page. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "model/core/matter.h"
#include "proto/model.pb-c.h"
#include "proto/section.h"

struct request;
struct txn;

enum { TODO_PERSONS_MAX = 8, TODO_ARGS_MAX = 4 };

/* A text of the client (messages.csv) with its arguments. An argument "@report_form.monthly" is
 * itself such a text. Code NULL: none. */
struct todo_text {
	const char *code;
	const char *arg[TODO_ARGS_MAX]; /* NULL-ended, if there are fewer */
};

struct todo_item {
	const char *kind;	       /* "order": whose id it is; the term todo_kind.order */
	const char *id;		       /* by which the noun's commands find it */
	const char *what;	       /* the thing's own words: its title, the link's name */
	const Duban__Project *project; /* NULL: t->project; if that is NULL, too, of the city */
	uint32_t link;		       /* no; 0: none */
	uint32_t due;		       /* yyyymmdd; 0: none. The days late follow from it */
	Duban__Level level;	       /* of a lamp that is lit for it; 0: none */
	struct todo_text why;	       /* why it is open */
	struct todo_text next_step;    /* what comes if nobody acts */
	usec_t next_at;		       /* when; 0: nothing comes by itself */
	uint32_t unit;		       /* who must act now; 0: the office */
	uint32_t owner;		       /* the responsible unit, if that is another; 0: none */
	/* who answers for it; those of its project are added by the mechanism */
	struct todo_person {
		uint32_t num; /* of a registered person, else 0 */
		const char *name;
	} person[TODO_PERSONS_MAX];
};

struct todo {
	struct request *rq;
	/* for one call of `each`, or until todo_next(): what is added is copied */
	struct arena *arena;
	const Duban__Project *project;
	struct matters matters; /* open matters of the project, or of the city */
	void *own;		/* what the source's `begin` gave */
	/* the rest is the mechanism's */
	const struct todo_filter *filter;
	int (*take)(struct todo *t, const struct todo_item *i);
	bool (*full)(struct todo *t);
	void *user;
	struct arena *place;  /* project and matters */
	uint32_t skip, added; /* things of the city: on earlier pages, on this one */
	bool cut;	      /* the city has more of them */
};

/* Is matter `num` the unit's? */
struct todo_part {
	struct txn *txn;
	struct arena *arena; /* for one question */
	const Duban__Project *project;
	uint32_t num, unit;
};

struct todo_source {
	const char *name;
	/* 0, or -errno */
	int (*begin)(struct todo *t, void **ret_own); /* in the request's arena */
	int (*each)(struct todo *t);
	/* Of a source that bears the name of a kind of matters and whose things may be of units
	 * without any other part in the project: is the matter a thing of the unit, or of one below
	 * it? Then `each` also checks by itself what the sender may see. NULL: no such things. */
	bool (*has_part)(const struct todo_part *q);
	/* Does `each` give this thing, with the level of its lamp? Then the lamp has no line of its
	 * own. NULL: the source gives no levels. */
	bool (*shows)(struct todo *t, const Duban__Subject *of);
};

SECTION_DECLARE(duban_todo_sources, struct todo_source);
/* At most so many sources. */
#define TODO_SOURCES_MAX 32
#define TODO_SOURCE(name_, ...)                                                                    \
	static const struct todo_source todo_source_##name_ = {.name = #name_, __VA_ARGS__};       \
	SECTION_ROW(duban_todo_sources, struct todo_source, todo_source_##name_)

/* Is it the unit that is asked for, or one below it? */
bool part_of(const struct todo_part *q, uint32_t unit);
/* Does a source show the lamp's thing with its level? */
bool todo_shows(struct todo *t, const Duban__Subject *of);
/* Forgets what t->arena holds: a source of many things calls it before each, or all that the city
 * has would have to fit into it. */
void todo_next(struct todo *t);
/* Takes the item if it is asked for. 0, or -errno. */
int todo_add(struct todo *t, const struct todo_item *i);
/* The person of a field; of NULL nobody. */
struct todo_person todo_who(const Duban__Who *who);
