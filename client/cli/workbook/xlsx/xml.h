/* Reads one part of a workbook as XML: which elements begin and end, and the texts that are wanted.
 * Names are told without their prefix, and the namespaces that mean the same (the transitional and
 * the strict ones) as one. A part with a DOCTYPE is refused, so that no entity can be declared. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct xml;

enum xml_space {
	XML_OTHER,   /* extensions: such elements and all inside them are not told */
	XML_SHEET,   /* spreadsheetml/main */
	XML_PACKAGE, /* relationships and content types */
};

/* Called for each element. 0, or a result that ends the reading. */
struct xml_reader {
	enum xml_space space;
	int (*start)(struct xml *x, const char *name);
	int (*end)(struct xml *x, const char *name);
	void *user;
};

struct xml {
	struct archive *archive;
	void *user;
	const char **attribute; /* of the element that begins: name, value, ..., NULL */
	char *text; /* what xml_keep() asked for, zero-terminated; never NULL in end() */
	size_t size;
	bool keep; /* characters are added to the text */
	/* of xml.c */
	const struct xml_reader *reader;
	void *parser;
	size_t room;
	unsigned depth, foreign; /* elements open; the depth of a foreign one, 0 = none */
	int result;
};

/* 0, -ENOMEM, the result of start() or end(), or STATUS_INVALID (archive_why()). */
int xml_read(struct archive *a, const char *part, const struct xml_reader *reader);

/* The value of an attribute without a namespace; NULL: it is not there. */
const char *xml_attribute(const struct xml *x, const char *name);
/* The same for r:id, whatever its prefix. */
const char *xml_relation(const struct xml *x);
/* 1, true and on are true; `absent` if it is not there. */
bool xml_flag(const struct xml *x, const char *name, bool absent);
/* A number without sign; false: it is not there or no number. */
bool xml_number(const struct xml *x, const char *name, uint32_t *ret);
/* From here on characters belong to the text, which begins anew. */
void xml_begin_text(struct xml *x);
