/* The dossier's stored evidence files, and the checksums over every file of the dossier. */
#pragma once

#include "proto/api.pb-c.h"

struct dossier;
struct rows;

/* Writes the stored files of these records and compares each with its digest. */
int dossier_evidence(struct dossier *d, const Duban__SheetReply *head, const struct rows *rows);
/* Writes SM3SUMS over all files. To check: `cksum -a sm3 --check SM3SUMS`. */
int dossier_sums(struct dossier *d);
