#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/lib/line/address.h"
#include "client/lib/line/lookup.h"

static sem_t answer; /* the name server of this test waits for it */
static sem_t ended;

/* Replaces libc's getaddrinfo(): "known" is 127.0.0.1 at once, "slow" waits for the test, other
 * names are unknown; numbers are parsed. */
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
		struct addrinfo **ret)
{
	struct in_addr number = {.s_addr = htonl(INADDR_LOOPBACK)};
	bool numeric = inet_pton(AF_INET, host, &number) == 1;
	(void)service;
	if (!numeric && (hints->ai_flags & AI_NUMERICHOST))
		return EAI_NONAME;
	if (strcmp(host, "slow") == 0) {
		(void)sem_wait(&answer);
		(void)sem_post(&ended);
		return EAI_AGAIN;
	}
	if (!numeric && strcmp(host, "known") != 0)
		return EAI_NONAME;
	struct addrinfo *a = calloc(1, sizeof *a + sizeof(struct sockaddr_in));
	struct sockaddr_in *in = (struct sockaddr_in *)(a + 1);
	in->sin_family = AF_INET;
	in->sin_addr = number;
	a->ai_family = AF_INET;
	a->ai_addr = (struct sockaddr *)in;
	a->ai_addrlen = sizeof *in;
	*ret = a;
	return 0;
}

void freeaddrinfo(struct addrinfo *a)
{
	free(a);
}

static void a_dead_name_server_is_not_waited_out(void **state)
{
	char number[LOOKUP_NUMBER_MAX];
	(void)state;
	assert_int_equal(lookup("slow", 10, number), LOOKUP_SLOW);
	(void)sem_post(&answer); /* too late: the thread ends and frees its memory itself */
	(void)sem_wait(&ended);
}

static void names_become_numbers(void **state)
{
	static const struct {
		const char *endpoint, *address; /* NULL: refused */
	} rows[] = {
	    {"tcp://known:7711", "tcp://127.0.0.1:7711"},
	    {"tcp://10.0.0.5:7711", "tcp://10.0.0.5:7711"},
	    {"ipc:///run/duban/admin.sock", "ipc:///run/duban/admin.sock"},
	    {"tcp://unknown:7711", NULL},
	    {"tcp://known", NULL},
	    {"tcp://:7711", NULL},
	    {"tcp://known:", NULL},
	    {"tcp://known:77a", NULL},
	    {"udp://known:7711", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char address[ADDRESS_MAX] = "";
		struct duban_failure failure = {.error = 0};
		int r = address_resolve(rows[i].endpoint, 60000, address, &failure);
		if (rows[i].address && (r != 0 || strcmp(address, rows[i].address) != 0))
			fail_msg("row %zu: %d, %s", i, r, address);
		if (!rows[i].address && (r != DUBAN_E_ADDRESS || !failure.text[0]))
			fail_msg("row %zu: %d, %s", i, r, failure.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_dead_name_server_is_not_waited_out),
	    cmocka_unit_test(names_become_numbers),
	};
	(void)sem_init(&answer, 0, 0);
	(void)sem_init(&ended, 0, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
