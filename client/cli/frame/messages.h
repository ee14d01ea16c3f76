/* The texts of the command line, Chinese or English as LANG asks, under stable codes
 * (data/messages.csv: code,en,zh). In a text {1} {2} stand for arguments, {2+} for the second and
 * all after it; {1|stage} for the term "stage.<argument>" of the same table, which {1|head} makes
 * of a column or field. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <google/protobuf-c/protobuf-c.h>

/* DUBAN_LANG, LC_ALL, LC_MESSAGES, LANG: the first that is set decides; zh* is Chinese. */
bool message_chinese(void);

/* The text of `code` with its arguments filled in; an unknown code gives the code and its
 * arguments. malloc'ed; NULL: memory. */
char *message_text(const char *code, const char *const *arg, size_t n_arg);

/* A text without arguments: static, never NULL; the code itself if it has no text. */
const char *message(const char *code);

/* The text or NULL; `message_in`: in that language, whatever the reader's. */
const char *message_find(const char *code);
const char *message_in(const char *code, bool chinese);

/* A table's word: message("<table>.<word>"), the word itself if there is none, "" for "". */
const char *message_term(const char *table, const char *word);

/* The canonical word of a table's Chinese term: "red" for 红灯 of "level"; else the text itself. */
const char *message_word(const char *table_name, const char *text);

/* What an errno means. */
const char *message_errno(int error);
/* The same, for a text of libduban or the daemon that ends with the system's English words; ""
 * when there are none in it. */
const char *message_reason(const char *text);

/* What a project lacks, as the daemon names it: "leader", "six.team". */
const char *message_lack(const char *name);

/* The table of an enum's words: "unit_kind" for UnitKind. Returns buf. */
const char *message_enum_table(const ProtobufCEnumDescriptor *e, char *buf, size_t size);
/* The word of an enum's value; "" for none. */
const char *message_enum_term(const ProtobufCEnumDescriptor *e, int value);
/* The value of an enum by its canonical name or its word in either language; 0: none. */
int message_enum(const ProtobufCEnumDescriptor *e, const char *text);
