/* JSON out of protobuf-c messages, by descriptor, with the conventions of model.proto:
 * `*_date`, `*_month`, `*_at` lose their ending and become text, Money is 元, enums are their
 * lower-case names, Who is its name, bytes are hex, numbers of units become ids. A field
 * without value is null and never left out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What the numbers inside stand for. */
struct json_names {
	void *user;
	int zone_minutes;
	/* A unit's id; NULL: unknown, the number is written. */
	const char *(*unit)(void *user, uint32_t num);
	const char *project; /* the code that a project's number stands for; NULL: the number */
};

#define JSON_DEPTH_MAX 32

struct json {
	FILE *out;
	const struct json_names *names;
	unsigned depth;
	bool more[JSON_DEPTH_MAX]; /* something stands before, in this level */
};

/* `key` NULL in an array and at the top. */
void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
void json_end_object(struct json *j);
void json_end_array(struct json *j);

void json_null(struct json *j, const char *key);
void json_bool(struct json *j, const char *key, bool v);
void json_int(struct json *j, const char *key, int64_t v);
void json_uint(struct json *j, const char *key, uint64_t v);
void json_text(struct json *j, const char *key, const char *s);	  /* NULL and "" are null */
void json_string(struct json *j, const char *key, const char *s); /* "" is "" */
void json_yuan(struct json *j, const char *key, int64_t fen);
void json_date(struct json *j, const char *key, uint32_t date);
void json_instant(struct json *j, const char *key, int64_t us);
void json_hex(struct json *j, const char *key, const uint8_t *data, size_t size);
