/* What the command line makes of a kind by itself: `NOUN set`, `NOUN list`, `import KIND`, unless
 * a verb is written by hand (client/cli/frame/verb.h). The options of `set` are the columns:
 * `value` stands for the value in the usage, `help` is the line of help in English with the Chinese
 * term; without them both follow from type, name and first head. Chinese help that says more than
 * the head is in messages.csv (option.gathering.held). */
#pragma once

#include <stdbool.h>

struct record_cli {
	const char *noun; /* "gathering"; NULL: neither `set` nor `list` */
	bool no_set, no_list;
	/* Their lines of help in English. NULL: by the words of its event (kind.gathering_put in
	 * messages.csv). Chinese ones that say more are help.gathering.set. */
	const char *set, *list, *import;
	/* Of `set`: the columns that are words of the command line, parted by blanks (NULL: all
	 * key columns; a key column that is none is an option that must be given), and how the
	 * usage calls them (NULL: CODE of a project, else the column in capitals). */
	const char *words, *args;
	bool some;	    /* `set` needs one option at least */
	const char *filter; /* options of `list`, of project unit list year at out in; NULL: those
			       that the columns and flags below speak for */
};

/* Roles as bits, as Duban__Role numbers them. */
#define RECORD_ROLE(role) (1u << DUBAN__ROLE__ROLE_##role)
#define RECORD_BY_OFFICE (RECORD_ROLE(OFFICE) | RECORD_ROLE(LOCAL))
