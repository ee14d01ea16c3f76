#include "store/journal/point.h"

#include <stddef.h>

void (*journal_test_point)(const char *name);

const char *const journal_test_points[] = {
    "create-made",	  "create-synced",	 "create-renamed",   "group-before-write",
    "group-written",	  "group-synced",	 "roll-begun",	     "roll-footer-written",
    "roll-truncated",	  "roll-sealed",	 "roll-spare-taken", "roll-header-written",
    "roll-header-synced", "roll-renamed",	 "roll-done",	     "spare-made",
    "spare-filled",	  "spare-ready",	 "open-cut-kept",    "open-cut-zeroed",
    "open-cut-synced",	  "open-tail-rewritten", "open-tail-synced", NULL,
};

void journal_point(const char *name)
{
	if (journal_test_point)
		journal_test_point(name);
}
