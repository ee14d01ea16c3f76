/* Writes protobuf-c messages as JSON by descriptor, with the conventions of model.proto: `*_date`,
 * `*_month` and `*_at` lose their ending and become text, Money is in 元, enums are their
 * lower-case names, Who is its name, bytes are hex, numbers of units become ids. A field without a
 * value is written as null. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Names for the numbers in messages. */
struct json_names {
	void *user;
	int zone_minutes;
	/* The id of a unit; NULL: unknown, the number is written. */
	const char *(*unit)(void *user, uint32_t num);
	/* Code of the project that is meant by project_num, or by any number if that is 0. */
	const char *project;
	uint32_t project_num;
	const struct Duban__ProjectName *const *other; /* further projects */
	size_t n_other;
};

#define JSON_DEPTH_MAX 32

struct json {
	FILE *out;
	const struct json_names *names;
	unsigned depth;
	bool more[JSON_DEPTH_MAX]; /* for each level: the next value needs a comma */
};

/* `key` is NULL in an array and at the top level. */
void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
void json_end_object(struct json *j);
void json_end_array(struct json *j);

void json_null(struct json *j, const char *key);
void json_bool(struct json *j, const char *key, bool v);
void json_int(struct json *j, const char *key, int64_t v);
void json_uint(struct json *j, const char *key, uint64_t v);
void json_text(struct json *j, const char *key,
	       const char *s); /* NULL and "" are written as null */
void json_string(struct json *j, const char *key, const char *s); /* "" is written as "" */
/* A number as it is written, "91.3"; "" is null. */
void json_decimal(struct json *j, const char *key, const char *digits);
void json_yuan(struct json *j, const char *key, int64_t fen);
void json_date(struct json *j, const char *key, uint32_t date);
void json_instant(struct json *j, const char *key, int64_t us);
void json_hex(struct json *j, const char *key, const uint8_t *data, size_t size);
