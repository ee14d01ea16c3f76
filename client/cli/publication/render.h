/* A publication written out. 0, -ENOMEM or another -errno. */
#pragma once

#include <stdio.h>

#include "client/cli/publication/photo.h"
#include "proto/api.pb-c.h"

int render_markdown(const Duban__PublicationShowReply *b, FILE *out);
/* Official papers: .docx, and .html to be printed on A4, with charts and photos. */
int render_docx(const Duban__PublicationShowReply *b, const struct photos *photos,
		const char *path);
int render_html(const Duban__PublicationShowReply *b, const struct photos *photos,
		const char *path);
/* Its tables: one below the other, or a sheet each. */
int render_csv(const Duban__PublicationShowReply *b, const char *path);
int render_xlsx(const Duban__PublicationShowReply *b, const char *path);
