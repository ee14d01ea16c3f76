#include "client/cli/workbook/xlsx/cell.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/workbook/xlsx/day.h"
#include "client/cli/workbook/xlsx/number.h"
#include "proto/array.h"
#include "text/money.h"

static const struct {
	const char *code;
	const char *error; /* the text of a cell that cannot be read */
} states[CELL_STATE_MAX_] = {
    [CELL_ERROR] = {"sheet.excel_error", "#N/A"},
    [CELL_NOT_CALCULATED] = {"sheet.not_calculated", "#N/A"},
    [CELL_NOT_A_NUMBER] = {"sheet.not_a_number", "#NUM!"},
    [CELL_TOO_LONG] = {"sheet.number_too_long", "#NUM!"},
    [CELL_NO_DAY] = {"sheet.no_such_day", "#NUM!"},
    [CELL_SCALED] = {"sheet.scaled", "#NUM!"},
    [CELL_DAY_DOUBTFUL] = {"sheet.day_doubtful", NULL},
    [CELL_STORED_ZERO] = {"sheet.stored_zero", NULL},
};

bool cell_is_error(enum cell_state s)
{
	return states[s].error != NULL;
}

const char *cell_code(enum cell_state s)
{
	return states[s].code;
}

static void fail(struct xlsx_cell *c, enum cell_state state)
{
	c->state = state;
	c->text = states[state].error;
}

static void put(struct xlsx_cell *c, const char *text)
{
	(void)snprintf(c->room, sizeof c->room, "%s", text);
	c->text = c->room;
}

static void read_day(const struct xlsx_number *d, enum format_class class, bool from_1904,
		     struct xlsx_cell *c)
{
	int64_t seconds;
	if (!decimal_seconds(d, &seconds) || !day_text(seconds, from_1904, class, c->room)) {
		fail(c, CELL_NO_DAY);
		return;
	}
	c->text = c->room;
	if ((class == FORMAT_DATE || class == FORMAT_MONTH) && day_is_doubtful(seconds))
		c->state = CELL_DAY_DOUBTFUL;
}

static void read_number(const struct cell_stored *s, const struct format *f,
			const struct cell_rules *rules, struct xlsx_cell *c)
{
	struct xlsx_number d;
	if (!decimal_read(s->text, &d)) {
		fail(c, CELL_NOT_A_NUMBER);
		return;
	}
	if (f->class == FORMAT_PERCENT && d.digits > 0)
		d.exponent += 2;
	if (f->class >= FORMAT_MONTH) {
		read_day(&d, f->class, rules->from_1904, c);
	} else if (f->class == FORMAT_SCALED && d.digits > 0) {
		fail(c, CELL_SCALED);
	} else if (decimal_too_long(&d)) {
		fail(c, CELL_TOO_LONG);
	} else {
		const char *unit = money_unit_name(f->unit);
		char text[NUMBER_BYTES];
		decimal_text(&d, f->whole, f->decimals, text);
		(void)snprintf(c->room, sizeof c->room, "%s%s", text,
			       f->class == FORMAT_PERCENT ? "%"
			       : unit			  ? unit
							  : "");
		c->text = c->room;
	}
	if (c->state == CELL_FINE && d.digits == 0 && s->has_formula && rules->uncalculated)
		c->state = CELL_STORED_ZERO;
}

static void read_date(const struct cell_stored *s, const struct format *f,
		      const struct cell_rules *rules, struct xlsx_cell *c)
{
	(void)rules;
	if (day_from_text(s->text, f->class, c->room))
		c->text = c->room;
	else
		fail(c, CELL_NO_DAY);
}

static void read_bool(const struct cell_stored *s, const struct format *f,
		      const struct cell_rules *rules, struct xlsx_cell *c)
{
	(void)f, (void)rules;
	put(c, strcmp(s->text, "1") == 0 || strcmp(s->text, "true") == 0 ? "TRUE" : "FALSE");
}

/* #REF! and its kind stay as they are; a text that is none is one all the same. */
static void read_error(const struct cell_stored *s, const struct format *f,
		       const struct cell_rules *rules, struct xlsx_cell *c)
{
	(void)f, (void)rules;
	fail(c, CELL_ERROR);
	if (*s->text == '#')
		c->text = s->text;
}

static void read_text(const struct cell_stored *s, const struct format *f,
		      const struct cell_rules *rules, struct xlsx_cell *c)
{
	(void)f, (void)rules;
	c->text = s->text;
}

static const struct {
	const char *name;
	void (*read)(const struct cell_stored *s, const struct format *f,
		     const struct cell_rules *rules, struct xlsx_cell *c);
	bool text; /* "" is a value: an empty text */
} types[] = {
    {"n", read_number, false}, {"d", read_date, false},	 {"b", read_bool, false},
    {"e", read_error, false},  {"str", read_text, true}, {"inlineStr", read_text, true},
    {"s", read_text, true},
};

bool cell_read(const struct cell_stored *s, const struct format *f, const struct cell_rules *rules,
	       struct xlsx_cell *ret)
{
	ret->state = CELL_FINE;
	ret->text = "";
	for (size_t i = 0; i < COUNT(types); i++) {
		if (strcmp(s->type ? s->type : "n", types[i].name) != 0)
			continue;
		/* A formula whose result is an empty text has a <v> with nothing in it. */
		bool none = types[i].text ? !s->has_value : !*s->text;
		if (none && s->has_formula)
			fail(ret, CELL_NOT_CALCULATED);
		else if (!none)
			types[i].read(s, f, rules, ret);
		return true;
	}
	return false;
}
