/* Signatures of messages, by HMAC-SHA256. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIGN_BASE64 = 45, SIGN_HEX = 65 }; /* with the NUL */

/* 钉钉: `ms` milliseconds; before it is escaped for the query. False: libcrypto failed. */
bool sign_dingtalk(int64_t ms, const char *secret, char ret[SIGN_BASE64]);
/* 飞书: `seconds`. */
bool sign_feishu(int64_t seconds, const char *secret, char ret[SIGN_BASE64]);
/* Ours: over "SECONDS.BODY", in hex digits. */
bool sign_body(int64_t seconds, const char *secret, const char *body, char ret[SIGN_HEX]);
