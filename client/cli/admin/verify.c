/* Jobs of the daemon: verify that the state equals the folded journal, build it again from it, back
 * up the store. The daemon runs them in the background; the verb waits for the end. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "text/hex.h"
#include "text/passphrase.h"

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

static int run_scrub(struct cli *c)
{
	Duban__ScrubRequest q = DUBAN__SCRUB_REQUEST__INIT;
	int r = be_patient(c);
	if (r == 0)
		r = CLI_ASK(c, SCRUB, scrub, &q, NULL);
	if (r == 0 && c->reply->body_case == DUBAN__REPLY__BODY_JOB && !c->reply->job->ok)
		return cli_fail(c, CLI_CHECK_FAILED, "scrub.failed", c->reply->job->text, NULL);
	return r;
}

static int print_scrub(struct cli *c, const Duban__Reply *r)
{
	cli_say(c, "scrub.done", message_chinese() ? "" : r->job->text, NULL);
	return 0;
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

static int read_passphrase(struct cli *c, const char *file, const char *prompt,
			   char ret[PASSPHRASE_MAX + 1])
{
	int r = passphrase_read(file, message(prompt), ret);
	if (r == -ENODATA || r == -E2BIG)
		return cli_fail(c, CLI_USAGE, r == -E2BIG ? "passphrase.long" : "passphrase.empty",
				NULL);
	if (r < 0)
		return cli_fail(c, CLI_LOCAL, "local.unreadable", file ? file : "-",
				message_errno(-r), NULL);
	return 0;
}

/* From a file, or typed twice on the terminal; from standard input once. */
static int take_passphrase(struct cli *c, char ret[PASSPHRASE_MAX + 1])
{
	const char *file = cli_option(c, "passphrase");
	char again[PASSPHRASE_MAX + 1] = "";
	int r = read_passphrase(c, file, "passphrase.ask", ret);
	if (r == 0 && !file && isatty(STDIN_FILENO)) {
		r = read_passphrase(c, NULL, "passphrase.again", again);
		if (r == 0 && strcmp(ret, again) != 0)
			r = cli_fail(c, CLI_USAGE, "passphrase.differ", NULL);
	}
	explicit_bzero(again, sizeof again);
	return r;
}

static int run_backup(struct cli *c)
{
	Duban__BackupRequest q = DUBAN__BACKUP_REQUEST__INIT;
	_cleanup_free_ char *dir = absolute(cli_word(c, 0));
	char passphrase[PASSPHRASE_MAX + 1] = "";
	int r = 0;
	if (!dir)
		return -ENOMEM;
	q.dir = dir;
	if (cli_option(c, "passphrase") && !cli_flag(c, "with-key"))
		return cli_fail(c, CLI_USAGE, "passphrase.without_key", NULL);
	if (cli_flag(c, "with-key"))
		r = take_passphrase(c, passphrase);
	q.passphrase = passphrase;
	if (r == 0)
		r = be_patient(c);
	if (r == 0)
		r = CLI_ASK(c, BACKUP, backup, &q, NULL);
	explicit_bzero(passphrase, sizeof passphrase);
	return r ? r : finish(c);
}

/* What it does cannot be undone half way: it is said before, and asked for by an option. */
static int run_rebuild(struct cli *c)
{
	Duban__RebuildRequest q = DUBAN__REBUILD_REQUEST__INIT;
	int r;
	if (!cli_flag(c, "yes"))
		return cli_fail(c, CLI_USAGE, "rebuild.sure", NULL);
	r = CLI_ASK(c, REBUILD, rebuild, &q, NULL);
	return r ? r : finish(c);
}

static int print_rebuild(struct cli *c, const Duban__Reply *r)
{
	(void)r;
	cli_say(c, "rebuild.done", NULL);
	return 0;
}

static int print_job(struct cli *c, const Duban__Reply *r)
{
	char seq[24], hash[2 * 64 + 1] = "";
	const Duban__JobReply *job = r->job;
	(void)hex_text(
	    BYTES(job->state_hash.data, job->state_hash.len < 64 ? job->state_hash.len : 64), hash);
	(void)snprintf(seq, sizeof seq, "%llu", (unsigned long long)job->seq);
	cli_say(c, *hash ? "verify.done" : "backup.done", seq, *hash ? hash : cli_word(c, 0), NULL);
	if (!*hash && !cli_flag(c, "with-key"))
		cli_say(c, "backup.no_key", NULL);
	return 0;
}

VERB(verify, .noun = "verify", .args = "", .requests = "verify",
     .help = "check that the state equals what the journal's events fold to (核验)",
     .run = run_verify, .print = print_job);
VERB(scrub, .noun = "scrub", .args = "", .requests = "scrub",
     .help = "read and check all files of the store now (全面查验)", .run = run_scrub,
     .print = print_scrub);
static const struct verb_option backup_options[] = {
    {"with-key", NULL, "also the server's key, sealed by a passphrase that is asked for"},
    {"passphrase", "FILE", "with --with-key: the first line of this file is the passphrase"},
    {},
};
VERB(backup, .noun = "backup", .args = "DIR", .min = 1, .max = 1, .requests = "backup",
     .options = backup_options,
     .help = "copy the whole store into a new folder on the daemon's machine (备份)",
     .run = run_backup, .print = print_job);
static const struct verb_option rebuild_options[] = {
    {"yes", NULL, "do it: duband ends, and its next start builds the state again"},
    {},
};
VERB(rebuild, .noun = "rebuild", .args = "", .requests = "rebuild", .options = rebuild_options,
     .help = "build the state (data.mdb) again from the journal (重建)", .run = run_rebuild,
     .print = print_rebuild);
