/* The dossier's stored evidence files, and the checksums over every file of the dossier. */
#pragma once

#include "proto/api.pb-c.h"

struct dossier;
struct rows;

/* The stored files of these records, compared with their digests. */
int dossier_evidence(struct dossier *d, const Duban__SheetReply *head, const struct rows *rows);
/* SM3SUMS over all files: `cksum -a sm3 --check SM3SUMS`. */
int dossier_sums(struct dossier *d);
