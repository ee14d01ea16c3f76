/* The ledger of what people were told, over weeks with lamps, orders and receipts, while the
 * process is killed: at every named point of a round, a checkpoint and a segment roll, and at many
 * groups in between. After each kill the store opens again and everything goes on where it was
 * answered last. In the end the state is the one of the weeks without a kill, byte for byte: no
 * notice more, none less, no key twice, no line of the ledger that differs.
 *
 * DUBAN_KILLS=1 kills at every single group instead of every DISTANCE-th. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "lib/notice/notices.h"
#include "lib/ttemp.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/core/counter.h"
#include "model/notice/notice.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/journal/point.h"

enum { DEAD = 77, FAILED = 1, DISTANCE = 23, IDS_OF_A_STEP = 1000, NOTICES_MAX = 500 };
enum { SEGMENT_REPORTS = 420 }; /* so many fill a segment */

static const struct step {
	const char *verb, *what;
} script[] = {
    {"city", ""},
    {"until", "2020-01-06T12:00"},
    {"gateway", ""},
    {"checkpoint", ""},
    {"ask", "order_issue project=P1 unit=east person=zhang title=督办 text=抓紧 due_date=20200115"},
    {"until", "2020-01-09T08:25"},
    {"fat", ""},
    {"until", "2020-01-09T08:45"},
    {"gateway", ""},
    {"move", "finish P1 1"},
    {"until", "2020-01-10T18:30"},
    {"checkpoint", ""},
    {"gateway", ""},
    {"ask", "person_replace old_person=zhang new_person=wang reason=调动"},
    {"move", "extend P2 1 2020-01-21"},
    {"until", "2020-01-14T08:40"},
    {"gateway", ""},
    {"until", "2020-01-17T10:00"},
    {"move", "finish P2 1"},
    {"checkpoint", ""},
    {"until", "2020-02-04T09:00"},
    {"gateway", ""},
    {"ask", "order_withdraw number=督办〔2020〕1号 reason=办结"},
    {"until", "2020-02-06T09:00"},
    {"gateway", ""},
    {"checkpoint", ""},
};
enum { STEPS = sizeof script / sizeof *script };

static const char *die_at = "";
static int die_in;
static bool fat; /* a segment is filled, too */

/* As SIGKILL, in whatever thread. */
static void maybe_die(const char *name)
{
	if (strcmp(name, die_at) == 0 && __atomic_sub_fetch(&die_in, 1, __ATOMIC_SEQ_CST) == 0)
		_exit(DEAD);
}

/* ---- the weeks */

static void city(struct world *w)
{
	notices_city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_SERIES,
		     "name,text\n督办,督办〔{year}〕{n}号\n");
	notices_chain(w, "P1,1,甲批复,审批,east,,张三,,5wd,2020-01-02\n"
			 "P1,2,乙批复,审批,east,,王五,,2020-01-10,2020-01-02\n"
			 "P1,3,封顶,节点,east,,陈七,,2020-01-13,2020-01-02\n"
			 "P1,4,竣工,节点,east,,张三,,2020-01-22,2020-01-02\n"
			 "P2,1,丁批复,审批,west,,赵六,,5wd,2020-01-02\n"
			 "P2,2,完工,节点,west,,王五,,2020-01-14,2020-01-02\n");
}

/* What the gateway says of a notice follows from its number alone: failed, nothing, delivered. */
static const char *result_of(uint32_t num)
{
	return num % 7 == 3 ? "failed" : num % 5 == 2 ? NULL : "delivered";
}

static void gateway(struct world *w)
{
	for (uint32_t num = 1; num <= counter_last(engine_txn(w->engine), "notice"); num++) {
		const Duban__Notice *n = notice_get(engine_txn(w->engine), w->arena, num);
		char body[160];

		if (!n || n->result || !result_of(num))
			continue;
		/* a receipt that was lost with the process comes again under its own id */
		w->requests = (uint64_t)IDS_OF_A_STEP * 1000 + num;
		(void)snprintf(body, sizeof body, "key=%s result=%s channel=sms", n->key,
			       result_of(num));
		notices_ask(w, "notice_receipt", body);
	}
}

static void fill_segment(struct world *w)
{
	static char text[TEXT_MAX + 1];

	for (uint32_t i = 0; fat && i < SEGMENT_REPORTS; i++) {
		static char body[TEXT_MAX + 200];

		memset(text, 'a' + (int)(i % 26), TEXT_MAX - 100);
		w->requests = (uint64_t)IDS_OF_A_STEP * 2000 + i;
		(void)snprintf(body, sizeof body, "project=P2 form=daily on_date=20200109 text=%s",
			       text);
		notices_ask(w, "report_submit", body);
	}
}

static void ask(struct world *w, const char *what)
{
	char name[40];

	(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(what, " "), what);
	notices_ask(w, name, what + strlen(name) + 1);
}

static void take(struct world *w, size_t i)
{
	const char *verb = script[i].verb, *what = script[i].what;

	w->requests = (uint64_t)IDS_OF_A_STEP * i;
	if (strcmp(verb, "city") == 0)
		city(w);
	else if (strcmp(verb, "until") == 0)
		world_until(w, what);
	else if (strcmp(verb, "gateway") == 0)
		gateway(w);
	else if (strcmp(verb, "fat") == 0)
		fill_segment(w);
	else if (strcmp(verb, "move") == 0)
		world_do(w, what);
	else if (strcmp(verb, "ask") == 0)
		ask(w, what);
	else
		assert_int_equal(engine_checkpoint(w->engine), 0);
}

/* ---- what is left of them */

static void print_table(struct world *w, FILE *f, enum table table, const char *name)
{
	struct scan s = scan_start(engine_txn(w->engine), table, BYTES("", 0));

	while (scan_next(&s)) {
		(void)fprintf(f, "%s ", name);
		for (size_t i = 0; i < s.key.size; i++)
			(void)fprintf(f, "%02x", ((const uint8_t *)s.key.data)[i]);
		(void)fprintf(f, " ");
		for (size_t i = 0; i < s.value.size; i++)
			(void)fprintf(f, "%02x", ((const uint8_t *)s.value.data)[i]);
		(void)fprintf(f, "\n");
	}
}

/* Keys of all notices in the journal: none is there twice. */
static void print_keys(struct world *w, FILE *f)
{
	static char keys[NOTICES_MAX][80];
	uint64_t seq = 0, head = 1;
	size_t n = 0;

	while (seq < head) {
		char body[80];
		const Duban__FetchReply *p;

		(void)snprintf(body, sizeof body, "cursor{seq=%llu} filter{kind=notice_made}",
			       (unsigned long long)seq);
		p = notices_ask(w, "fetch", body)->fetch;
		for (size_t i = 0; i < p->n_item; i++) {
			Duban__Event *e = duban__event__unpack(NULL, p->item[i]->event.len,
							       p->item[i]->event.data);

			assert_non_null(e);
			for (size_t k = 0; k < n; k++)
				assert_string_not_equal(keys[k], e->notice_made->notice->key);
			assert_true(n < NOTICES_MAX);
			(void)snprintf(keys[n++], sizeof *keys, "%s", e->notice_made->notice->key);
			(void)fprintf(f, "key %s\n", e->notice_made->notice->key);
			duban__event__free_unpacked(e, NULL);
		}
		seq = p->next->seq;
		head = p->head;
	}
}

static void print_state(struct world *w, const char *path)
{
	FILE *f = fopen(path, "we");
	uint8_t hash[HASH_SIZE];

	assert_non_null(f);
	print_table(w, f, TABLE_notice, "notice");
	print_table(w, f, TABLE_notice_entry, "ledger");
	print_table(w, f, TABLE_notice_mark, "mark");
	print_table(w, f, TABLE_notice_day, "day");
	print_table(w, f, TABLE_notice_desk, "desk");
	print_table(w, f, TABLE_news, "news");
	print_table(w, f, TABLE_warning, "warning");
	print_table(w, f, TABLE_order, "order");
	print_keys(w, f);
	assert_int_equal(db_state_hash(engine_txn(w->engine), hash), 0);
	(void)fprintf(f, "state ");
	for (size_t i = 0; i < sizeof hash; i++)
		(void)fprintf(f, "%02x", hash[i]);
	(void)fprintf(f, "\n");
	assert_int_equal(fclose(f), 0);
}

/* ---- killed, and not */

/* In a process of its own, from that step on. *io_next: the step after the last one that was
 * answered. Returns how the process ended. */
static int run(const char *dir, const char *path, uint32_t *io_next)
{
	uint32_t answered;
	int fds[2], status = 0;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	(void)fflush(stdout);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct world *w = world_new_at(dir, "2020-01-02T09:00");

		w->check = false;
		journal_test_point = maybe_die;
		for (uint32_t i = *io_next; i < STEPS; i++) {
			take(w, i);
			if (write(fds[1], &i, sizeof i) != (ssize_t)sizeof i)
				_exit(FAILED);
		}
		journal_test_point = NULL;
		print_state(w, path);
		world_free(w);
		_exit(0);
	}
	(void)close(fds[1]);
	while (read(fds[0], &answered, sizeof answered) == (ssize_t)sizeof answered)
		*io_next = answered + 1;
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* The state of weeks in which the process dies there; NULL: it did not come to that point. */
static char *killed_at(const char *point, int nth)
{
	char *dir = ttemp_new(), *state = NULL;
	char path[600];
	uint32_t next = 0;
	int ended;

	(void)snprintf(path, sizeof path, "%s.state", dir);
	die_at = point;
	die_in = nth;
	ended = run(dir, path, &next);
	if (ended == DEAD) {
		die_at = "";
		assert_int_equal(run(dir, path, &next), 0);
		state = ttemp_read(path, NULL);
	} else {
		assert_int_equal(ended, 0);
		if (!*point)
			state = ttemp_read(path, NULL);
	}
	(void)unlink(path);
	ttemp_remove(dir);
	return state;
}

/* The first line that differs. */
static void same(const char *is, const char *was, const char *point, int nth)
{
	size_t i = 0, line = 0;

	while (is[i] && is[i] == was[i]) {
		i++;
		line = is[i - 1] == '\n' ? i : line;
	}
	if (is[i] != was[i])
		fail_msg("killed at %s %d:\n  %.300s\nnot\n  %.300s", point, nth, is + line,
			 was + line);
}

static void compare(const char *whole, const char *point, int nth, size_t *io_killed)
{
	char *state = killed_at(point, nth);

	if (!state)
		return;
	same(state, whole, point, nth);
	(*io_killed)++;
	free(state);
}

static void after_a_kill_at_any_group_the_ledger_is_the_same(void **state)
{
	static const char *const points[] = {"group-before-write", "group-written", "group-synced"};
	const char *given = getenv("DUBAN_KILLS");
	int distance = given ? (int)strtol(given, NULL, 10) : DISTANCE;
	size_t killed = 0, before;
	char *whole;

	(void)state;
	fat = false;
	whole = killed_at("", 1);
	assert_non_null(strstr(whole, "\nledger "));
	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		int nth = 1 + (int)i * distance / 3;

		do {
			before = killed;
			compare(whole, points[i], nth, &killed);
			nth += distance;
		} while (killed > before);
	}
	for (int nth = 1; nth <= 3; nth++) {
		compare(whole, "checkpoint-begun", nth, &killed);
		compare(whole, "checkpoint-committed", nth, &killed);
	}
	print_message("killed %zu times\n", killed);
	assert_true(killed > 12);
	free(whole);
}

static void after_a_kill_in_a_roll_the_ledger_is_the_same(void **state)
{
	static const char *const points[] = {
	    "roll-begun",  "roll-spare-taken",	  "roll-footer-written", "roll-truncated",
	    "roll-sealed", "roll-header-written", "roll-header-synced",	 "roll-renamed",
	    "roll-done",   "spare-filled",
	};
	size_t killed = 0;
	char *whole;

	(void)state;
	fat = true;
	whole = killed_at("", 1);
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		compare(whole, points[i], 1, &killed);
	assert_int_equal(killed, sizeof points / sizeof *points);
	free(whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(after_a_kill_at_any_group_the_ledger_is_the_same),
	    cmocka_unit_test(after_a_kill_in_a_roll_the_ledger_is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
