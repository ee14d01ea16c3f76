#include "client/notify/gateway/jobs.h"

#include <stdlib.h>

#include "client/notify/gateway/contact_book.h"
#include "client/notify/gateway/private.h"

void job_drop(void *userdata)
{
	struct gateway_job *job = userdata;

	if (job->kind == JOB_WATCH)
		duban_watch_close(job->watch);
	if (job->kind == JOB_BOOK)
		(void)contact_book_free(job->book);
	free(job);
}

void line_says(struct gateway *g, int r, const struct duban_failure *failure)
{
	if (r < 0 && !g->line_down)
		say_warning("the daemon cannot be reached; what is fetched already is sent: %s",
			    failure->text);
	if (r >= 0 && g->line_down)
		say_info("the daemon answers again");
	g->line_down = r < 0;
	if (r >= 0) {
		g->line_back_off_ms = 0;
		return;
	}
	g->line_back_off_ms =
	    g->line_back_off_ms ? g->line_back_off_ms * 2 : LINE_BACK_OFF_FIRST_MS;
	if (g->line_back_off_ms > LINE_BACK_OFF_MAX_MS)
		g->line_back_off_ms = LINE_BACK_OFF_MAX_MS;
}

int job_verdict(struct gateway_job *job, int r, struct duban_reply *reply)
{
	job->verdict = r;
	job->problem[0] = '\0';
	if (r > 0 && duban_problem_count(reply) > 0)
		(void)duban_problem_text(reply, 0, false, job->problem, sizeof job->problem);
	return r < 0 ? r : 0;
}
