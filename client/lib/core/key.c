#include "duban/connection.h"

#include <string.h>

#include <zmq.h>

int duban_key_new(char ret_public[DUBAN_KEY_TEXT], char ret_secret[DUBAN_KEY_TEXT])
{
	return zmq_curve_keypair(ret_public, ret_secret) == 0 ? 0 : DUBAN_E_SYSTEM;
}

int duban_key_decode(const char *text, uint8_t ret[DUBAN_KEY_BYTES])
{
	uint8_t key[DUBAN_KEY_BYTES];
	if (!text || strlen(text) != DUBAN_KEY_TEXT - 1 || !zmq_z85_decode(key, text))
		return DUBAN_E_ARGUMENT;
	memcpy(ret, key, sizeof key);
	return 0;
}

int duban_key_encode(const uint8_t key[DUBAN_KEY_BYTES], char ret[DUBAN_KEY_TEXT])
{
	return zmq_z85_encode(ret, key, DUBAN_KEY_BYTES) ? 0 : DUBAN_E_ARGUMENT;
}

int duban_key_public(const char *secret, char ret_public[DUBAN_KEY_TEXT])
{
	uint8_t key[DUBAN_KEY_BYTES];
	char text[DUBAN_KEY_TEXT];
	if (duban_key_decode(secret, key) < 0)
		return DUBAN_E_ARGUMENT;
	if (zmq_curve_public(text, secret) != 0)
		return DUBAN_E_SYSTEM;
	memcpy(ret_public, text, sizeof text);
	return 0;
}
