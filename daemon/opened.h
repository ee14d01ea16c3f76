/* What the log says of how the store was opened. */
#pragma once

struct engine;

/* If the state was rebuilt from the journal, of an older duban or since data.mdb was damaged; if
 * the journal's last frame was not whole and was cut off; if it removed a half backup; if the store
 * is a restored backup. */
void opened_say(const struct engine *e, const char *dir);
