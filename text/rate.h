/* Rates as people read them: a part of a whole in percent, and the difference of two parts of one
 * whole in percentage points (百分点). No other place computes a percentage
 * (tests/lint/forbidden.sh).
 *
 * Computed from the unrounded amounts in exact integers, and shown with one decimal, rounded half
 * up, without ".0": "117", "87.5"; a negative one differs from its opposite only in the sign. A
 * part that is smaller than the whole is never shown as 100: 1199.6 of 1200 is "99.9". A difference
 * is rounded once, at the end: it need not be the difference of the two rates as they are shown. */
#pragma once

#define RATE_TEXT_MAX 24

/* "85.9"; "" if the whole is not positive: then there is no rate. Returns buf. */
char *rate_text(__int128 part, __int128 whole, char buf[RATE_TEXT_MAX]);
/* The same without a decimal, as many documents print it: "91" of 146 of 160. */
char *rate_whole_text(__int128 part, __int128 whole, char buf[RATE_TEXT_MAX]);
/* How far `part` is ahead of `due`, both of `whole`: "13.8", "-11.7" (behind); "" without a whole.
 * Returns buf. */
char *rate_points_text(__int128 part, __int128 due, __int128 whole, char buf[RATE_TEXT_MAX]);
/* The same as rate_text, but cut off after the decimal and not rounded: "85.9" of 141 of 164. */
char *rate_cut_text(__int128 part, __int128 whole, char buf[RATE_TEXT_MAX]);

/* How much a rate has changed against another one, in percentage points, from the unrounded rates:
 * "29.4", "-1.2"; "0" if they are printed alike, "" if one of them is none. */
struct rate {
	__int128 part, whole;
};
char *rate_change_text(struct rate now, struct rate before, char buf[RATE_TEXT_MAX]);
