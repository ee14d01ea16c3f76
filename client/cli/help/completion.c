/* Completion for bash, made from the verbs: eval "$(dubanctl completion bash)". */
#include <stdio.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "proto/record/record.h"

/* The values of `export --kind`. */
static void put_kinds(void)
{
	size_t n;
	const struct record *const *r = records_all(&n);

	(void)fputs("_dubanctl_kinds=\"", stdout);
	for (size_t i = 0; i < n; i++)
		if (r[i]->order)
			(void)printf("%s ", r[i]->name);
	(void)fputs("\"\n", stdout);
}

static void put_options(const char *array, const char *noun, const char *verb,
			const struct verb_option *const rows[2])
{
	(void)printf("%s[\"%s%s%s\"]=\"", array, noun, verb ? " " : "", verb ? verb : "");
	for (size_t i = 0; i < 2; i++)
		for (const struct verb_option *o = rows[i]; o && o->name; o++)
			(void)printf("--%s ", o->name);
	(void)fputs("\"\n", stdout);
}

static const char *const script =
    "_dubanctl() {\n"
    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=() w\n"
    "\tfor w in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
    "\t\t[[ $w == -* ]] || words+=(\"$w\")\n"
    "\tdone\n"
    "\tlocal noun=${words[0]} verb=${words[1]} from\n"
    "\tif [[ $before == --kind && $noun == export ]]; then\n"
    "\t\tfrom=$_dubanctl_kinds\n"
    "\telif [[ $cur == -* ]]; then\n"
    "\t\tfrom=\"${_dubanctl_options[\"$noun $verb\"]:-${_dubanctl_options[$noun]}} "
    "${_dubanctl_options[every]}\"\n"
    "\telif [[ -z $noun ]]; then\n"
    "\t\tfrom=${!_dubanctl_verbs[*]}\n"
    "\telif [[ -z $verb ]]; then\n"
    "\t\tfrom=${_dubanctl_verbs[$noun]}\n"
    "\tfi\n"
    "\tmapfile -t COMPREPLY < <(compgen -W \"$from\" -- \"$cur\")\n"
    "}\n"
    "complete -o default -F _dubanctl dubanctl\n";

static int run(struct cli *c)
{
	if (strcmp(cli_word(c, 0), "bash") != 0)
		return cli_fail(c, CLI_USAGE, "usage.shell", cli_word(c, 0), "bash", NULL);
	(void)fputs("declare -A _dubanctl_verbs _dubanctl_options\n", stdout);
	put_kinds();
	put_options("_dubanctl_options", "every", NULL,
		    (const struct verb_option *const[2]){args_common});
	VERB_FOREACH(it)
	{
		const struct verb *v = *it;

		(void)printf("_dubanctl_verbs[%s]+=\"%s \"\n", v->noun, v->verb ? v->verb : "");
		put_options("_dubanctl_options", v->noun, v->verb,
			    (const struct verb_option *const[2]){verb_options(v), verb_implied(v)});
	}
	(void)fputs(script, stdout);
	return 0;
}

VERB(completion, .noun = "completion", .args = "SHELL", .min = 1, .max = 1, .run = run,
     .help = "print completion of nouns, verbs and options: eval \"$(dubanctl completion bash)\"");
