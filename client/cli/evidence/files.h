/* The bytes of stored files (佐证), to and fro. */
#pragma once

#include <stdio.h>

#include <openssl/types.h>

#include "proto/model.pb-c.h"

struct cli;

/* SM3 of what goes by: NULL without memory; EVP_DigestUpdate takes the pieces. */
EVP_MD_CTX *evidence_sum_new(void);
/* Were they the bytes of this digest (hex)? CLI_CHECK_FAILED if not. Told. */
int evidence_sum_check(struct cli *c, EVP_MD_CTX *sum, const char *hex);

/* The file of this digest (hex) into `out`; its pages are let go one by one, and what came is
 * checked against the digest. Told. */
int evidence_fetch(struct cli *c, const char *hex, FILE *out);
/* Stores the file at `path` as `e` says, for a project (code). Told. */
int evidence_send(struct cli *c, const char *path, const Duban__Evidence *e, const char *project);

/* What an export's folder DIR holds of them: DIR/evidence/DIGEST. */
int evidence_export(struct cli *c, const char *dir, const char *hex);
struct csvfile;
/* Sends the files that the rows of DIR/evidence.csv name; those that the daemon has already are
 * sent again and change nothing. */
int evidence_import(struct cli *c, const char *dir, const struct csvfile *rows);
