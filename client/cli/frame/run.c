#include "client/cli/frame/run.h"

const char *cli_word(const struct cli *c, size_t i)
{
	size_t skip = c->verb && c->verb->verb ? 2 : 1;
	return skip + i < c->args.n_words ? c->args.word[skip + i] : NULL;
}

const char *cli_option(const struct cli *c, const char *name)
{
	return args_option(&c->args, name);
}

bool cli_flag(const struct cli *c, const char *name)
{
	return args_flag(&c->args, name);
}

char *cli_loose(const char *s)
{
	return (char *)(uintptr_t)(s ? s : "");
}
