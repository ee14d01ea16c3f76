#include "client/notify/transport/webhook/sign.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "text/hex.h"

enum { MAC_BYTES = 32 };

static bool mac(const char *key, const char *data, uint8_t ret[MAC_BYTES])
{
	return HMAC(EVP_sha256(), key, (int)strlen(key), (const unsigned char *)data, strlen(data),
		    ret, NULL) != NULL;
}

/* The time and the secret, a line each: what 钉钉 signs, and 飞书's key. */
static char *two_lines(int64_t time, const char *secret)
{
	char *text = NULL;

	return asprintf(&text, "%" PRId64 "\n%s", time, secret) < 0 ? NULL : text;
}

static void wipe(char *s)
{
	if (s)
		explicit_bzero(s, strlen(s));
	free(s);
}

bool sign_dingtalk(int64_t ms, const char *secret, char ret[SIGN_BASE64])
{
	char *text = two_lines(ms, secret);
	uint8_t out[MAC_BYTES];
	bool fine = text && mac(secret, text, out);

	if (fine)
		(void)EVP_EncodeBlock((unsigned char *)ret, out, sizeof out);
	wipe(text);
	return fine;
}

bool sign_feishu(int64_t seconds, const char *secret, char ret[SIGN_BASE64])
{
	char *key = two_lines(seconds, secret);
	uint8_t out[MAC_BYTES];
	bool fine = key && mac(key, "", out);

	if (fine)
		(void)EVP_EncodeBlock((unsigned char *)ret, out, sizeof out);
	wipe(key);
	return fine;
}

bool sign_body(int64_t seconds, const char *secret, const char *body, char ret[SIGN_HEX])
{
	_cleanup_free_ char *text = NULL;
	uint8_t out[MAC_BYTES];

	if (asprintf(&text, "%" PRId64 ".%s", seconds, body) < 0 || !mac(secret, text, out))
		return false;
	(void)hex_text(BYTES(out, sizeof out), ret);
	return true;
}
