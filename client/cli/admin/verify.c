/* Long jobs of the daemon: verify that the state equals the folded journal, and back up the store.
 * The daemon runs them in the background; the verb waits for the end. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "text/hex.h"

#define JOB_TIMEOUT_MS (6 * 60 * 60 * 1000)

static int be_patient(struct cli *c)
{
	int r = cli_connect(c);
	if (r == 0 && !cli_option(c, "timeout"))
		duban_set_timeout(c->d, JOB_TIMEOUT_MS);
	return r;
}

/* The check was done and found a fault: the answer is printed as usual and the exit code tells. */
static int finish(struct cli *c)
{
	const Duban__JobReply *job = c->reply->job;
	if (c->reply->body_case != DUBAN__REPLY__BODY_JOB || job->ok)
		return 0;
	/* job->text comes from the daemon, in English. A Chinese message leaves it out, except for
	 * an errno text at its end, which is translated. */
	const char *reason = message_chinese() ? message_reason(job->text) : job->text;
	return cli_fail(c, CLI_CHECK_FAILED, *reason ? "job.failed" : "job.failed_unsaid", reason,
			NULL);
}

static int run_verify(struct cli *c)
{
	Duban__VerifyRequest q = DUBAN__VERIFY_REQUEST__INIT;
	int r = be_patient(c);
	if (r == 0)
		r = CLI_ASK(c, VERIFY, verify, &q, NULL);
	return r ? r : finish(c);
}

/* The daemon has another working directory and needs an absolute path. */
static char *absolute(const char *dir)
{
	char here[PATH_MAX], *ret = NULL;
	if (*dir == '/')
		return strdup(dir);
	if (!getcwd(here, sizeof here) || asprintf(&ret, "%s/%s", here, dir) < 0)
		return NULL;
	return ret;
}

static int run_backup(struct cli *c)
{
	Duban__BackupRequest q = DUBAN__BACKUP_REQUEST__INIT;
	_cleanup_free_ char *dir = absolute(cli_word(c, 0));
	if (!dir)
		return -ENOMEM;
	q.dir = dir;
	int r = be_patient(c);
	if (r == 0)
		r = CLI_ASK(c, BACKUP, backup, &q, NULL);
	return r ? r : finish(c);
}

static int print_job(struct cli *c, const Duban__Reply *r)
{
	char seq[24], hash[2 * 64 + 1] = "";
	const Duban__JobReply *job = r->job;
	(void)hex_text(
	    BYTES(job->state_hash.data, job->state_hash.len < 64 ? job->state_hash.len : 64), hash);
	(void)snprintf(seq, sizeof seq, "%llu", (unsigned long long)job->seq);
	cli_say(c, *hash ? "verify.done" : "backup.done", seq, *hash ? hash : cli_word(c, 0), NULL);
	return 0;
}

VERB(verify, .noun = "verify", .args = "", .requests = "verify",
     .help = "check that the state equals what the journal's events fold to (核验)",
     .run = run_verify, .print = print_job);
VERB(backup, .noun = "backup", .args = "DIR", .min = 1, .max = 1, .requests = "backup",
     .help = "copy the whole store into a new folder on the daemon's machine (备份)",
     .run = run_backup, .print = print_job);
