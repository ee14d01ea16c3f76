#include "bus/zmtp/topics.h"

#include <errno.h>
#include <stdlib.h>

#include "bus/core/limits.h"
#include "proto/array.h"
#include "proto/limits.h"

struct topic {
	void *data;
	size_t size, count;
};

static struct bytes text_of(const struct topic *t)
{
	return BYTES(t->data, t->size);
}

static size_t common(struct bytes a, struct bytes b)
{
	const uint8_t *x = a.data, *y = b.data;
	size_t n = 0;

	while (n < a.size && n < b.size && x[n] == y[n])
		n++;
	return n;
}

static bool is_after(struct bytes a, struct bytes b)
{
	size_t n = a.size < b.size ? a.size : b.size;
	int order = n > 0 ? memcmp(a.data, b.data, n) : 0;

	return order != 0 ? order > 0 : a.size > b.size;
}

/* How many are not after the topic. */
static size_t until(const struct topics *t, struct bytes topic)
{
	size_t from = 0, to = t->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (is_after(text_of(&t->topic[middle]), topic))
			to = middle;
		else
			from = middle + 1;
	}
	return from;
}

static struct topic *find(const struct topics *t, struct bytes topic)
{
	size_t n = until(t, topic);

	return n > 0 && bytes_equal(text_of(&t->topic[n - 1]), topic) ? &t->topic[n - 1] : NULL;
}

int topics_add(struct topics *t, struct bytes topic)
{
	struct topic *known = find(t, topic), *place, add = {.size = topic.size, .count = 1};
	int r;

	if (known) {
		known->count++;
		return 0;
	}
	if (t->n >= TOPICS_MAX)
		return -E2BIG;
	r = array_grow(&t->topic, &t->room, t->n + 1, sizeof *t->topic);
	if (r < 0)
		return r;
	add.data = malloc(topic.size + 1);
	if (!add.data)
		return -ENOMEM;
	if (topic.size > 0)
		memcpy(add.data, topic.data, topic.size);
	place = t->topic + until(t, topic);
	memmove(place + 1, place, (size_t)(t->topic + t->n - place) * sizeof *place);
	*place = add;
	t->n++;
	t->bytes += topic.size + 1;
	return 0;
}

void topics_cancel(struct topics *t, struct bytes topic)
{
	struct topic *known = find(t, topic);

	if (!known || --known->count > 0)
		return;
	free(known->data);
	t->n--;
	t->bytes -= topic.size + 1;
	memmove(known, known + 1, (size_t)(t->topic + t->n - known) * sizeof *known);
}

/* Whatever lies between a beginning of the topic and the topic itself has that beginning, too. So
 * the last one that is not after the topic either is the beginning that is looked for, or has it
 * in common with the topic. */
bool topics_match(const struct topics *t, struct bytes topic)
{
	for (;;) {
		size_t n = until(t, topic), same;

		if (n == 0)
			return false;
		same = common(text_of(&t->topic[n - 1]), topic);
		if (same == t->topic[n - 1].size)
			return true;
		topic.size = same;
	}
}

size_t topics_memory(const struct topics *t)
{
	return t->room * sizeof *t->topic + t->bytes;
}

void topics_done(struct topics *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->topic[i].data);
	free(t->topic);
	*t = (struct topics){0};
}
