#include "rules/publication/template.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/data.h"
#include "model/publication/publication.h"

struct bytes template_of(Duban__PublicationSeries series)
{
	switch (series) {
	case PUBLICATION_SERIES(BULLETIN):
		return data_bulletin();
	case PUBLICATION_SERIES(PACK):
		return data_pack();
	case PUBLICATION_SERIES(DAILY):
		return data_daily();
	case PUBLICATION_SERIES(NEWS):
		return data_news();
	case PUBLICATION_SERIES(CORRECTION):
		return data_correction();
	default:
		return data_brief();
	}
}

const char *template_item(const struct template *t, const char *list)
{
	for (size_t i = 0; i < t->n_list; i++)
		if (strcmp(t->list[i].key, list) == 0)
			return t->list[i].item;
	return NULL;
}

/* The word at *io, which moves on behind it; NULL: there is none. */
static const char *word(char **io)
{
	char *from = *io, *end = strchr(from, ' ');

	if (!end || end == from)
		return NULL;
	*end = '\0';
	*io = end + 1;
	return from;
}

/* Takes a mark away that stands in front. */
static bool marked(char **io, const char *mark)
{
	size_t n = strlen(mark);

	if (strncmp(*io, mark, n) != 0 || (*io)[n] != ' ')
		return false;
	*io += n + 1;
	return true;
}

static int add_section(struct arena *a, char *rest, struct template *io)
{
	const char *key = word(&rest);
	struct template_section *grown = arena_grow(a, io->section, io->n_section, sizeof *grown);
	struct template_section *s;

	if (!key || !grown)
		return key ? -ENOMEM : -EBADMSG;
	io->section = grown;
	s = &grown[io->n_section++];
	*s = (struct template_section){.key = key};
	s->fixed = marked(&rest, "fixed");
	s->internal = marked(&rest, "internal");
	s->title = rest;
	return 0;
}

static int add_list(struct arena *a, char *rest, struct template *io)
{
	const char *key = word(&rest);
	struct template_list *grown = arena_grow(a, io->list, io->n_list, sizeof *grown);

	if (!key || !grown)
		return key ? -ENOMEM : -EBADMSG;
	io->list = grown;
	grown[io->n_list++] = (struct template_list){key, rest};
	return 0;
}

static int add_line(struct arena *a, char *line, struct template *io)
{
	struct template_section *s = io->n_section ? &io->section[io->n_section - 1] : NULL;
	const char **grown = s ? arena_grow(a, s->line, s->n, sizeof *grown) : NULL;

	if (!grown)
		return s ? -ENOMEM : -EBADMSG;
	s->line = grown;
	grown[s->n++] = line;
	return 0;
}

static int read_line(struct arena *a, char *line, struct template *io)
{
	if (!*line)
		return 0;
	if (strncmp(line, "= ", 2) == 0) {
		io->title = line + 2;
		return 0;
	}
	if (strncmp(line, "% ", 2) == 0)
		return add_list(a, line + 2, io);
	if (strncmp(line, "# ", 2) == 0)
		return add_section(a, line + 2, io);
	return add_line(a, line, io);
}

int template_read(struct arena *a, struct bytes text, struct template *ret)
{
	char *rest = arena_strn(a, text.data, text.size), *line;
	int r = rest ? 0 : -ENOMEM;

	*ret = (struct template){.title = NULL};
	while (!r && (line = strsep(&rest, "\n")))
		r = read_line(a, line, ret);
	return !r && !ret->title ? -EBADMSG : r;
}
