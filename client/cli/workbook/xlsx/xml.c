#include "client/cli/workbook/xlsx/xml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/archive.h"
#include "proto/array.h"
#include "proto/status.h"
#include "text/number.h"
#include "text/words.h"

#define DEPTH_MAX 100 /* of elements in elements */
#define SEPARATOR ' ' /* between namespace and name; no namespace holds a blank */

static const struct {
	const char *uri;
	enum xml_space space;
} spaces[] = {
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", XML_SHEET},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", XML_SHEET},
    {"http://schemas.openxmlformats.org/package/2006/relationships", XML_PACKAGE},
    {"http://schemas.openxmlformats.org/package/2006/content-types", XML_PACKAGE},
};

static const char relation_words[] =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id|"
    "http://purl.oclc.org/ooxml/officeDocument/relationships id";

static enum xml_space space_of(const char *full, const char **ret_name)
{
	const char *blank = strrchr(full, SEPARATOR);
	*ret_name = blank ? blank + 1 : full;
	for (size_t i = 0; blank && i < COUNT(spaces); i++)
		if (strlen(spaces[i].uri) == (size_t)(blank - full) &&
		    memcmp(spaces[i].uri, full, (size_t)(blank - full)) == 0)
			return spaces[i].space;
	return XML_OTHER;
}

static void stop(struct xml *x, int result)
{
	if (x->result == 0)
		x->result = result;
	(void)XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_start(void *user, const XML_Char *full, const XML_Char **attribute)
{
	struct xml *x = user;
	const char *name;
	enum xml_space space = space_of(full, &name);
	if (++x->depth > DEPTH_MAX) {
		stop(x, archive_refuse(x->archive, "sheet.book_damaged"));
		return;
	}
	if (!x->foreign && space != x->reader->space)
		x->foreign = x->depth;
	if (x->foreign)
		return;
	x->attribute = attribute;
	int r = x->reader->start ? x->reader->start(x, name) : 0;
	x->attribute = NULL;
	if (r != 0)
		stop(x, r);
}

static void XMLCALL on_end(void *user, const XML_Char *full)
{
	struct xml *x = user;
	const char *name;
	(void)space_of(full, &name);
	if (!x->foreign) {
		x->text[x->size] = '\0';
		int r = x->reader->end ? x->reader->end(x, name) : 0;
		if (r != 0)
			stop(x, r);
	}
	if (x->foreign == x->depth)
		x->foreign = 0;
	x->depth--;
}

/* expat hands a text over in pieces, cut at line breaks and entities. */
static void XMLCALL on_text(void *user, const XML_Char *s, int n)
{
	struct xml *x = user;
	size_t need = x->size + (size_t)n + 1;
	if (!x->keep || x->foreign)
		return;
	if (need > WORKBOOK_CELL_BYTES_MAX) {
		stop(x, archive_refuse(x->archive, "sheet.book_too_large"));
		return;
	}
	if (array_grow(&x->text, &x->room, need, 1) < 0) {
		stop(x, -ENOMEM);
		return;
	}
	memcpy(x->text + x->size, s, (size_t)n);
	x->size += (size_t)n;
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	struct xml *x = user;
	(void)name, (void)system, (void)public, (void)internal;
	stop(x, archive_refuse(x->archive, "sheet.doctype"));
}

static int feed(void *user, const char *piece, size_t size, bool last)
{
	struct xml *x = user;
	if (XML_Parse(x->parser, piece, (int)size, last) == XML_STATUS_OK)
		return x->result;
	if (x->result != 0)
		return x->result;
	return XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY
		   ? -ENOMEM
		   : archive_refuse(x->archive, "sheet.book_damaged");
}

int xml_read(struct archive *a, const char *part, const struct xml_reader *reader)
{
	struct xml x = {.archive = a, .user = reader->user, .reader = reader, .room = 1024};
	int r = -ENOMEM;
	x.text = calloc(1, x.room);
	x.parser = XML_ParserCreateNS(NULL, SEPARATOR);
	if (x.text && x.parser) {
		XML_SetUserData(x.parser, &x);
		XML_SetElementHandler(x.parser, on_start, on_end);
		XML_SetCharacterDataHandler(x.parser, on_text);
		XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
		r = archive_read(a, part, feed, &x);
	}
	if (x.parser)
		XML_ParserFree(x.parser);
	free(x.text);
	return r;
}

const char *xml_attribute(const struct xml *x, const char *name)
{
	for (const char **a = x->attribute; a && *a; a += 2)
		if (strcmp(*a, name) == 0)
			return a[1];
	return NULL;
}

const char *xml_relation(const struct xml *x)
{
	for (const char **a = x->attribute; a && *a; a += 2)
		if (text_among(relation_words, *a, strlen(*a)))
			return a[1];
	return NULL;
}

bool xml_flag(const struct xml *x, const char *name, bool absent)
{
	const char *s = xml_attribute(x, name);
	return s ? text_among("1|true|on", s, strlen(s)) : absent;
}

bool xml_number(const struct xml *x, const char *name, uint32_t *ret)
{
	const char *s = xml_attribute(x, name);
	return s && number_parse(s, UINT32_MAX, ret);
}

void xml_begin_text(struct xml *x)
{
	x->size = 0;
	x->text[0] = '\0';
	x->keep = true;
}
