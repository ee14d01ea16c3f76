/* Sends and receives the bytes of stored files (佐证). */
#pragma once

#include <stdio.h>

#include <openssl/types.h>

#include "proto/model.pb-c.h"

struct cli;

/* A new SM3 digest, to be fed with EVP_DigestUpdate. NULL: no memory. */
EVP_MD_CTX *evidence_sum_new(void);
/* Compares the result with the digest `hex`: 0 or CLI_CHECK_FAILED, reported. */
int evidence_sum_check(struct cli *c, EVP_MD_CTX *sum, const char *hex);

/* Writes the file with the digest `hex` to `out` and checks the content against the digest. Only
 * one page is in memory at a time. Errors are reported. */
int evidence_fetch(struct cli *c, const char *hex, FILE *out);
/* Stores the file at `path`, described by `e`, for a project (code). Errors are reported. */
int evidence_send(struct cli *c, const char *path, const Duban__Evidence *e, const char *project);

/* Writes a stored file into the folder of an export: DIR/evidence/DIGEST. */
int evidence_export(struct cli *c, const char *dir, const char *hex);
struct csvfile;
/* Sends the files that the rows of DIR/evidence.csv refer to. A file that the daemon has already is
 * sent again, which changes nothing. */
int evidence_import(struct cli *c, const char *dir, const struct csvfile *rows);
