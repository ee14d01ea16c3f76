/* The handshake against a client's side that is written here from RFC 26, and each step made
 * wrong. That libzmq's and npm's clients speak the same is shown by bus/server and e2e. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "bus/zmtp/curve.h"
#include "text/hex.h"

struct client {
	uint8_t public[32], secret[32], short_public[32], short_secret[32], server_short[32];
	uint8_t cookie[CURVE_COOKIE_SIZE], key[32];
	uint64_t count;
};

static struct curve_keys ours = {.n = 1};
static uint8_t hello[200], initiate[257 + 9];

static void nonce_of(uint8_t ret[24], const char *prefix, const uint8_t *rest)
{
	memcpy(ret, prefix, strlen(prefix));
	memcpy(ret + strlen(prefix), rest, 24 - strlen(prefix));
}

static void count_up(struct client *c, uint8_t *at)
{
	memset(at, 0, 8);
	at[7] = (uint8_t)++c->count;
}

static void make_hello(struct client *c)
{
	static const uint8_t zeros[64];
	uint8_t nonce[24];

	memset(hello, 0, sizeof hello);
	memcpy(hello, "\5HELLO\1\0", 8);
	memcpy(hello + 80, c->short_public, 32);
	count_up(c, hello + 112);
	nonce_of(nonce, "CurveZMQHELLO---", hello + 112);
	assert_int_equal(crypto_box_easy(hello + 120, zeros, sizeof zeros, nonce,
					 ours.key[0].public, c->short_secret),
			 0);
}

static void take_welcome(struct client *c, const uint8_t *welcome)
{
	uint8_t nonce[24], inside[128];

	assert_memory_equal(welcome, "\7WELCOME", 8);
	nonce_of(nonce, "WELCOME-", welcome + 8);
	assert_int_equal(crypto_box_open_easy(inside, welcome + 24, 144, nonce, ours.key[0].public,
					      c->short_secret),
			 0);
	memcpy(c->server_short, inside, 32);
	memcpy(c->cookie, inside + 32, sizeof c->cookie);
	assert_int_equal(crypto_box_beforenm(c->key, c->server_short, c->short_secret), 0);
}

/* `vouched`: the short key that the vouch names. */
static void make_initiate(struct client *c, const uint8_t *vouched)
{
	uint8_t nonce[24], inside[128 + 9] = {0}, keys[64];

	memcpy(initiate, "\10INITIATE", 9);
	memcpy(initiate + 9, c->cookie, sizeof c->cookie);
	count_up(c, initiate + 105);
	memcpy(inside, c->public, 32);
	randombytes_buf(inside + 32, 16);
	memcpy(keys, vouched, 32);
	memcpy(keys + 32, ours.key[0].public, 32);
	nonce_of(nonce, "VOUCH---", inside + 32);
	assert_int_equal(
	    crypto_box_easy(inside + 48, keys, sizeof keys, nonce, c->server_short, c->secret), 0);
	memcpy(inside + 128, "\3Abc\0\0\0\1", 8);
	nonce_of(nonce, "CurveZMQINITIATE", initiate + 105);
	assert_int_equal(
	    crypto_box_easy_afternm(initiate + 113, inside, sizeof inside, nonce, c->key), 0);
}

static void begin(struct client *c, struct curve *s)
{
	*c = (struct client){0};
	crypto_box_keypair(c->public, c->secret);
	crypto_box_keypair(c->short_public, c->short_secret);
	curve_begin(s);
	make_hello(c);
}

static int say_hello(struct client *c, struct curve *s)
{
	uint8_t welcome[CURVE_WELCOME_SIZE];
	int r = curve_hello(s, &ours, BYTES(hello, sizeof hello), welcome);

	if (r == 0)
		take_welcome(c, welcome);
	return r;
}

static int say_initiate(struct curve *s)
{
	uint8_t metadata[CURVE_METADATA_MAX];
	size_t n = 0;
	int r = curve_initiate(s, BYTES(initiate, sizeof initiate), metadata, &n);

	if (r == 0)
		assert_int_equal(n, 9);
	return r;
}

static void open_both(struct client *c, struct curve *s)
{
	uint8_t ready[CURVE_READY_MAX], nonce[24], inside[64];
	size_t n;

	begin(c, s);
	assert_int_equal(say_hello(c, s), 0);
	make_initiate(c, c->short_public);
	assert_int_equal(say_initiate(s), 0);
	assert_int_equal(s->state, CURVE_JUDGE);
	assert_memory_equal(s->client, c->public, 32);
	n = curve_ready(s, BYTES_STR("metadata"), ready);
	assert_memory_equal(ready, "\5READY", 6);
	nonce_of(nonce, "CurveZMQREADY---", ready + 6);
	assert_int_equal(crypto_box_open_easy_afternm(inside, ready + 14, n - 14, nonce, c->key),
			 0);
	assert_memory_equal(inside, "metadata", 8);
}

/* A MESSAGE of the client with one byte of flags and three of body. */
static void make_message(struct client *c, uint8_t ret[36])
{
	uint8_t nonce[24];

	memcpy(ret, "\7MESSAGE", 8);
	count_up(c, ret + 8);
	nonce_of(nonce, "CurveZMQMESSAGEC", ret + 8);
	assert_int_equal(
	    crypto_box_easy_afternm(ret + 16, (const uint8_t *)"\1abc", 4, nonce, c->key), 0);
}

static void a_right_client_is_let_in_and_talks(void **state)
{
	uint8_t message[36], room[8], box[3 + CURVE_BOX_OVER], nonce[24], inside[8];
	struct client c;
	struct curve s;
	size_t n;

	(void)state;
	open_both(&c, &s);
	for (int i = 0; i < 3; i++) {
		make_message(&c, message);
		assert_int_equal(curve_unbox(&s, BYTES(message, sizeof message), room, &n), 0);
		assert_int_equal(n, 3);
		assert_memory_equal(room, "\1abc", 4);
	}
	for (uint8_t i = 2; i < 5; i++) { /* READY had 1 */
		curve_box(&s, 2, BYTES_STR("xyz"), room, box);
		assert_memory_equal(box, "\7MESSAGE\0\0\0\0\0\0\0", 15);
		assert_int_equal(box[15], i);
		nonce_of(nonce, "CurveZMQMESSAGES", box + 8);
		assert_int_equal(
		    crypto_box_open_easy_afternm(inside, box + 16, sizeof box - 16, nonce, c.key),
		    0);
		assert_memory_equal(inside, "\2xyz", 4);
	}
}

/* One bit of any byte but the padding, and of the length. */
static void a_changed_hello_is_refused(void **state)
{
	uint8_t welcome[CURVE_WELCOME_SIZE];
	struct client c;
	struct curve s;

	(void)state;
	for (size_t i = 0; i < sizeof hello; i++) {
		if (i >= 8 && i < 80)
			continue; /* padding */
		begin(&c, &s);
		hello[i] ^= 0x40;
		assert_int_equal(say_hello(&c, &s), -EPROTO);
		assert_int_equal(s.state, CURVE_SPENT);
		hello[i] ^= 0x40;
		assert_int_equal(say_hello(&c, &s),
				 -EPROTO); /* and it is too late for a right one */
	}
	begin(&c, &s);
	assert_int_equal(curve_hello(&s, &ours, BYTES(hello, sizeof hello - 1), welcome), -EPROTO);
}

static void a_changed_initiate_is_refused(void **state)
{
	struct client c, other;
	struct curve s;

	(void)state;
	for (size_t i = 0; i < sizeof initiate; i++) {
		begin(&c, &s);
		assert_int_equal(say_hello(&c, &s), 0);
		make_initiate(&c, c.short_public);
		initiate[i] ^= 0x40;
		assert_int_equal(say_initiate(&s), -EPROTO);
		assert_int_equal(s.state, CURVE_SPENT);
	}
	/* a vouch for another connection */
	begin(&other, &s);
	begin(&c, &s);
	assert_int_equal(say_hello(&c, &s), 0);
	make_initiate(&c, other.short_public);
	assert_int_equal(say_initiate(&s), -EPROTO);
	/* somebody else's lasting key, without its secret half */
	begin(&c, &s);
	assert_int_equal(say_hello(&c, &s), 0);
	memcpy(c.public, other.public, 32);
	make_initiate(&c, c.short_public);
	assert_int_equal(say_initiate(&s), -EPROTO);
}

static void another_servers_key_is_no_way_in(void **state)
{
	struct curve_server right = ours.key[0];
	struct client c;
	struct curve s;

	(void)state;
	crypto_box_keypair(ours.key[0].public, ours.key[0].secret);
	begin(&c, &s); /* a client of that server */
	ours.key[0] = right;
	assert_int_equal(say_hello(&c, &s), -EPROTO);
}

static void while_the_key_changes_both_are_a_way_in(void **state)
{
	const struct curve_server old = ours.key[0];
	struct curve_server new;
	uint8_t welcome[CURVE_WELCOME_SIZE];
	struct client c;
	struct curve s;

	(void)state;
	crypto_box_keypair(new.public, new.secret);
	for (int second = 0; second < 2; second++) {
		begin(&c, &s); /* a client that knows the old key */
		ours = (struct curve_keys){.key = {second ? new : old, second ? old : new}, .n = 2};
		assert_int_equal(curve_hello(&s, &ours, BYTES(hello, sizeof hello), welcome), 0);
		ours.key[0] = old; /* as the client sees it */
		take_welcome(&c, welcome);
		make_initiate(&c, c.short_public);
		assert_int_equal(say_initiate(&s), 0);
		assert_memory_equal(s.server, old.public, CURVE_KEY_SIZE);
	}
	ours = (struct curve_keys){.key = {new, old}, .n = 1};
	assert_false(curve_serves(&ours, old.public));
	curve_begin(&s);
	assert_int_equal(curve_hello(&s, &ours, BYTES(hello, sizeof hello), welcome), -EPROTO);
	ours.key[0] = old;
}

static void a_message_counts_once_and_unchanged(void **state)
{
	uint8_t message[36], room[8];
	struct client c;
	struct curve s;
	size_t n;

	(void)state;
	open_both(&c, &s);
	make_message(&c, message);
	assert_int_equal(curve_unbox(&s, BYTES(message, sizeof message), room, &n), 0);
	assert_int_equal(curve_unbox(&s, BYTES(message, sizeof message), room, &n), -EPROTO);
	for (size_t i = 0; i < sizeof message; i++) {
		open_both(&c, &s);
		make_message(&c, message);
		message[i] ^= 0x40;
		assert_int_equal(curve_unbox(&s, BYTES(message, sizeof message), room, &n),
				 -EPROTO);
	}
	open_both(&c, &s);
	make_message(&c, message);
	assert_int_equal(curve_unbox(&s, BYTES(message, 32), room, &n), -EPROTO);
}

/* Each step in each state in which it is not legal. */
static void no_step_is_legal_out_of_turn(void **state)
{
	uint8_t welcome[CURVE_WELCOME_SIZE], message[36], room[8];
	struct client c;
	struct curve s;
	size_t n;

	(void)state;
	begin(&c, &s);
	assert_int_equal(say_initiate(&s), -EPROTO);
	begin(&c, &s);
	make_message(&c, message);
	assert_int_equal(curve_unbox(&s, BYTES(message, sizeof message), room, &n), -EPROTO);
	begin(&c, &s);
	assert_int_equal(say_hello(&c, &s), 0);
	assert_int_equal(curve_hello(&s, &ours, BYTES(hello, sizeof hello), welcome), -EPROTO);
	open_both(&c, &s);
	assert_int_equal(say_initiate(&s), -EPROTO);
	open_both(&c, &s);
	curve_forget(&s);
	make_message(&c, message);
	assert_int_equal(curve_unbox(&s, BYTES(message, sizeof message), room, &n), -EPROTO);
	assert_true(sodium_is_zero(s.key, sizeof s.key));
}

/* The published vector of the box ("Cryptography in NaCl", with the keys of RFC 7748, 6.1), which
 * libsodium must compute for all else to mean what RFC 26 says. */
static void the_box_is_the_published_one(void **state)
{
	static const char alice[] =
	    "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
	static const char bob[] =
	    "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
	static const char nonce[] = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37";
	static const char text[] =
	    "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a"
	    "1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057"
	    "e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040"
	    "e082f937763848645e0705";
	static const char box[] =
	    "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4"
	    "476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738"
	    "b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de"
	    "56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5";
	uint8_t a[32], b[32], pb[32], n[24], m[131], want[147], got[147];

	(void)state;
	assert_true(hex_parse(alice, a, sizeof a) && hex_parse(bob, b, sizeof b) &&
		    hex_parse(nonce, n, sizeof n) && hex_parse(text, m, sizeof m) &&
		    hex_parse(box, want, sizeof want));
	assert_int_equal(crypto_scalarmult_base(pb, b), 0);
	assert_int_equal(crypto_box_easy(got, m, sizeof m, n, pb, a), 0);
	assert_memory_equal(got, want, sizeof want);
}

static int setup(void **state)
{
	(void)state;
	crypto_box_keypair(ours.key[0].public, ours.key[0].secret);
	return curve_setup();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_box_is_the_published_one),
	    cmocka_unit_test(a_right_client_is_let_in_and_talks),
	    cmocka_unit_test(a_changed_hello_is_refused),
	    cmocka_unit_test(a_changed_initiate_is_refused),
	    cmocka_unit_test(another_servers_key_is_no_way_in),
	    cmocka_unit_test(while_the_key_changes_both_are_a_way_in),
	    cmocka_unit_test(a_message_counts_once_and_unchanged),
	    cmocka_unit_test(no_step_is_legal_out_of_turn),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
