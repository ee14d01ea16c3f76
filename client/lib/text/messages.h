/* The texts of codes, English and Chinese (client/cli/data/messages.csv: code,en,zh), linked into
 * the library. In a text {1} {2} stand for arguments and {2+} for the second and all after it.
 * {1|stage} is replaced by the term "stage.<argument>" of the same table, {1|head} by the head of
 * that column or field. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct message_row {
	const char *code, *en, *zh;
};

/* All rows in the file's order, read at the first call; safe from any thread. If there is no memory
 * there are none, and codes are shown in place of texts. */
size_t messages_all(const struct message_row **ret);

/* The text, NULL: none. */
const char *messages_find(const char *code, bool chinese);
/* The term "<table>.<word>"; the word itself if there is none, "" for "". */
const char *messages_term(const char *table, const char *word, bool chinese);
/* The text with its arguments; for an unknown code, the code and the arguments. malloc'ed; NULL: no
 * memory. */
char *messages_text(const char *code, const char *const *arg, size_t n_arg, bool chinese);
