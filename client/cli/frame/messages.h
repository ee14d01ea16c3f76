/* The texts of client/lib/text/messages.h in the user's language. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <google/protobuf-c/protobuf-c.h>

/* The language is taken from the first of DUBAN_LANG, LC_ALL, LC_MESSAGES, LANG that is set; zh* is
 * Chinese. */
bool message_chinese(void);

/* The text of `code` with its arguments. For an unknown code, the code and the arguments.
 * malloc'ed; NULL: no memory. */
char *message_text(const char *code, const char *const *arg, size_t n_arg);
/* The same in the given language instead of the user's. */
char *message_text_in(const char *code, bool chinese, const char *const *arg, size_t n_arg);

/* A text without arguments; static, never NULL. For an unknown code, the code. */
const char *message(const char *code);

/* The text or NULL. `message_in`: in the given language instead of the user's. */
const char *message_find(const char *code);
const char *message_in(const char *code, bool chinese);

/* The term message("<table>.<word>"); the word itself if there is none, "" for "". */
const char *message_term(const char *table, const char *word);

/* The canonical word for a Chinese term of a table: "red" for 红灯 of "level"; other texts are
 * returned as they are. */
const char *message_word(const char *table_name, const char *text);

/* The text for an errno. */
const char *message_errno(int error);
/* The text for an errno whose English text ends a message of libduban or the daemon; "" if there is
 * none. */
const char *message_reason(const char *text);

/* What a project lacks, by the daemon's name for it: "leader", "six.team". */
const char *message_lack(const char *name);

/* The name of the table with an enum's terms: "unit_kind" for UnitKind. Returns buf. */
const char *message_enum_table(const ProtobufCEnumDescriptor *e, char *buf, size_t size);
/* The term of an enum's value; "" for an unknown one. */
const char *message_enum_term(const ProtobufCEnumDescriptor *e, int value);
/* The value of an enum, by its canonical name or its term in either language; 0: none. */
int message_enum(const ProtobufCEnumDescriptor *e, const char *text);
