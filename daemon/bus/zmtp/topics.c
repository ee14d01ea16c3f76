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

static struct topic *find(const struct topics *t, struct bytes topic)
{
	for (size_t i = 0; i < t->n; i++)
		if (bytes_equal(BYTES(t->topic[i].data, t->topic[i].size), topic))
			return &t->topic[i];
	return NULL;
}

int topics_add(struct topics *t, struct bytes topic)
{
	struct topic *known = find(t, topic);
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
	t->topic[t->n] = (struct topic){malloc(topic.size + 1), topic.size, 1};
	if (!t->topic[t->n].data)
		return -ENOMEM;
	if (topic.size > 0)
		memcpy(t->topic[t->n].data, topic.data, topic.size);
	t->n++;
	return 0;
}

void topics_cancel(struct topics *t, struct bytes topic)
{
	struct topic *known = find(t, topic);

	if (!known || --known->count > 0)
		return;
	free(known->data);
	*known = t->topic[--t->n];
}

bool topics_match(const struct topics *t, struct bytes topic)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->topic[i].size <= topic.size &&
		    (t->topic[i].size == 0 ||
		     memcmp(t->topic[i].data, topic.data, t->topic[i].size) == 0))
			return true;
	return false;
}

void topics_done(struct topics *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->topic[i].data);
	free(t->topic);
	*t = (struct topics){0};
}
