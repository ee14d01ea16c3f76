/* A project's history shows the fields of its events in the user's language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/frame/messages.h"
#include "proto/event.pb-c.h"

/* Events about the whole city are in no project's history. */
static bool of_the_city(const char *kind)
{
	static const char *const kinds[] = {"store_created",
					    "unit_put",
					    "person_put",
					    "post_put",
					    "group_put",
					    "principal_added",
					    "principal_revoked",
					    "calendar_published",
					    "parameter_set",
					    "import_done",
					    "clock_set",
					    "clock_accepted",
					    "clock_repaired",
					    "category_put",
					    "list_put",
					    "target_put",
					    "noun_removed",
					    "person_replaced",
					    "pending_made",
					    "pending_decided",
					    "restore_accepted",
					    "ladder_step_put",
					    "leave_put",
					    "order_series_put",
					    "duties_opened",
					    "campaign_put",
					    "campaign_ended",
					    "score_item_put",
					    NULL};

	for (const char *const *s = kinds; *s; s++)
		if (strcmp(kind, *s) == 0)
			return true;
	return strncmp(kind, "collection_", strlen("collection_")) == 0 ||
	       strncmp(kind, "publication_", strlen("publication_")) == 0 ||
	       strncmp(kind, "notice_", strlen("notice_")) == 0 ||
	       strncmp(kind, "year_closed", strlen("year_closed")) == 0;
}

/* These fields are shown in the subject of the row, or name the project itself. */
static bool is_said(const char *field)
{
	static const char *const names[] = {"num", "project", "subject", "was", "rule", NULL};

	for (const char *const *s = names; *s; s++)
		if (strcmp(field, *s) == 0)
			return true;
	return false;
}

static size_t without_end(const char *name)
{
	static const char *const ends[] = {"_date", "_month", NULL};
	size_t n = strlen(name);

	for (const char *const *s = ends; *s; s++)
		if (n > strlen(*s) && strcmp(name + n - strlen(*s), *s) == 0)
			return n - strlen(*s);
	return n;
}

static int nameless(const char *kind, const ProtobufCMessageDescriptor *d)
{
	int wrong = 0;
	char head[100];

	for (unsigned i = 0; i < d->n_fields; i++) {
		const char *name = d->fields[i].name;

		(void)snprintf(head, sizeof head, "head.%.*s", (int)without_end(name), name);
		if (is_said(name) || message_find(head))
			continue;
		print_error("%s has no words for %s\n", kind, head);
		wrong++;
	}
	return wrong;
}

static void every_field_of_a_projects_events_has_a_name(void **state)
{
	const ProtobufCMessageDescriptor *event = &duban__event__descriptor;
	int wrong = 0;

	(void)state;
	for (unsigned i = 0; i < event->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &event->fields[i];
		const ProtobufCMessageDescriptor *d = f->descriptor;

		if (!(f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) || of_the_city(f->name))
			continue;
		if (d->n_fields > 0 && d->fields[0].type == PROTOBUF_C_TYPE_MESSAGE &&
		    d->fields[0].label != PROTOBUF_C_LABEL_REPEATED)
			d = d->fields[0].descriptor;
		wrong += nameless(f->name, d);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_field_of_a_projects_events_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
