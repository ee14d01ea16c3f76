/* Publications (刊物) in requests: both nouns, brief and bulletin, send the same. */
#pragma once

#include "model/publication/publication.h"
#include "model/publication/state.h"
#include "proto/api.pb-c.h"

struct request;

/* The series that a request means: the one that it names, else its noun's own. */
Duban__PublicationSeries request_series(const struct request *rq, Duban__PublicationSeries given);
/* The publication by its id, "2020-12": STATUS_NOT_FOUND with a problem. */
int request_publication(struct request *rq, Duban__PublicationSeries given, const char *id,
			Duban__Publication **ret);
/* The name of who does it: the given one, else for whom it is typed in (代填), else the sender's.
 */
int request_hand(struct request *rq, const char *given, char **ret);
char *publication_id(struct request *rq, const Duban__Publication *p);
/* Fills the reply. `open`: the public edition. */
struct publication_shown {
	bool raw, open;
};
int publication_reply(struct request *rq, const Duban__Publication *p,
		      const struct publication_shown *how);
/* Refuses a state from which the move is not allowed. */
int publication_check_move(struct request *rq, const Duban__Publication *p,
			   enum publication_move move);

#define BOTH_NOUNS(verb, ...)                                                                      \
	HANDLER(BRIEF_##verb, __VA_ARGS__);                                                        \
	HANDLER(BULLETIN_##verb, __VA_ARGS__)
