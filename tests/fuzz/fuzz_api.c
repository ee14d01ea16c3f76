/* Sends requests the whole way: checks, roles, handlers, decide, fold, rules and the journal, on a
 * store in a temporary folder. Any input must get an answer, and the invariants must hold. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/tick.h"
#include "engine/keeper/invariants.h"
#include "fuzz/fuzz.h"
#include "lib/ttemp.h"
#include "proto/wire.h"

#define WORLD_INPUTS 2000 /* then a new world, so that a long run does not fill the disk */
#define INVARIANTS_EACH 50

static struct {
	char *dir;
	struct engine *engine;
	struct api *api;
	unsigned inputs;
} world;

static void require(bool holds, const char *what)
{
	if (holds)
		return;
	(void)fprintf(stderr, "fuzz_api: %s\n", what);
	abort();
}

/* ---- the host */

static int host_job(void *user, const struct job_order *order, struct arena *a,
		    Duban__JobReply **ret)
{
	(void)user, (void)a, (void)ret;
	return order->known ? STATUS_NOT_FOUND : STATUS_UNAVAILABLE;
}

static void host_doors(void *user, Duban__PrincipalAddReply *ret)
{
	static uint8_t key[CURVE_KEY_SIZE];
	(void)user;
	ret->server_key = (ProtobufCBinaryData){sizeof key, key};
}

static void host_status(void *user, Duban__StatusReply *ret)
{
	(void)user, (void)ret;
}

static void host_clock(void *user, Duban__ClockShowReply *ret)
{
	(void)user;
	ret->wall = engine_now(world.engine);
}

static int host_clock_accept(void *user)
{
	(void)user;
	return 0;
}

static int host_rebuild(void *user)
{
	(void)user;
	return 0;
}

static const struct api_host host = {
    .job = host_job,
    .doors = host_doors,
    .status = host_status,
    .clock = host_clock,
    .clock_accept = host_clock_accept,
    .rebuild = host_rebuild,
};

/* ---- the world */

static void world_end(void)
{
	world.api = api_free(world.api);
	world.engine = engine_free(world.engine);
	if (world.dir)
		ttemp_remove(world.dir);
	world.dir = NULL;
}

static int serve(struct bytes request);

static void tell_city(void)
{
	struct dirent **entries;
	int n = scandir(SOURCE_DIR "/tests/fuzz/corpus/city", &entries, NULL, alphasort);
	require(n > 2, "no corpus/city");
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		if (*name != '.') {
			_cleanup_free_ char *path =
			    ttemp_path(SOURCE_DIR "/tests/fuzz/corpus/city", name);
			size_t size;
			_cleanup_free_ void *data = ttemp_read(path, &size);
			require(serve(BYTES(data, size)) == STATUS_OK, path);
		}
		free(entries[i]);
	}
	free(entries);
}

static void world_begin(void)
{
	static bool registered;
	struct engine_config c = {
	    .zone = "Asia/Shanghai",
	    .zone_minutes = 480,
	    .simulated = true,
	    .now = date_start(date_of(2020, 3, 2), 480) + 9 * 3600 * USEC_PER_SEC,
	    .segment_bytes = 1024 * 1024,
	    .map_bytes = 256 * 1024 * 1024,
	};
	if (!registered)
		(void)atexit(world_end);
	registered = true;
	world.dir = ttemp_new();
	c.dir = world.dir;
	memset(c.epoch, 7, sizeof c.epoch);
	require(engine_open(&world.engine, &c) == 0, "the store does not open");
	require(api_new(&world.api, world.engine, &host) == 0, "no memory");
	world.inputs = 0;
	tell_city();
}

/* ---- one request */

static int serve(struct bytes request)
{
	struct api_answer answer = {0};
	struct caller local = {.role = DUBAN__ROLE__ROLE_LOCAL, .name = "local"};
	int r = api_serve(world.api, &local, request, false, &answer);
	while (r == STATUS_PARKED) {
		if (answer.after_sync)
			require(engine_sync(world.engine) == 0, "sync");
		r = api_serve(world.api, &local, request, true, &answer);
	}
	require(r == 0, "no answer");
	require(answer.reply.size <= WIRE_MESSAGE_MAX, "the reply is too large to be sent");
	require(wire_check(&duban__reply__descriptor, answer.reply) == WIRE_FINE,
		"the reply would not pass its own check");
	require(engine_sync(world.engine) == 0, "sync");
	Duban__Reply *reply = duban__reply__unpack(NULL, answer.reply.size, answer.reply.data);
	require(reply != NULL, "the reply does not unpack");
	int status = (int)reply->status;
	require(status == STATUS_OK || reply->n_problem > 0 || reply->body_case != 0,
		"a refusal without a reason");
	duban__reply__free_unpacked(reply, NULL);
	return status;
}

/* Sends the request again with a fresh request id. The corpus repeats its ids, and a known id would
 * only be answered from the stored mark instead of being decided. */
static void serve_as_new(struct bytes request)
{
	static uint64_t id[2];
	Duban__Request *q = duban__request__unpack(NULL, request.size, request.data);
	_cleanup_free_ uint8_t *packed = NULL;
	require(q != NULL, "what passed the check does not unpack");
	free(q->request_id.data);
	id[0]++;
	q->request_id = (ProtobufCBinaryData){sizeof id, (uint8_t *)id};
	q->version = WIRE_VERSION;
	packed = malloc(duban__request__get_packed_size(q));
	require(packed != NULL, "no memory");
	size_t size = duban__request__pack(q, packed);
	int first = serve(BYTES(packed, size));
	int again = serve(BYTES(packed, size));
	require(first != STATUS_OK || again == STATUS_OK || q->body_case == 0 ||
		    handler_of(q->body_case)->kind != HANDLER_COMMAND,
		"a repeat is refused");
	q->request_id = (ProtobufCBinaryData){0};
	duban__request__free_unpacked(q, NULL);
}

static void work(void)
{
	bool more = true;
	for (int i = 0; i < 200 && more; i++) {
		require(engine_work(world.engine, SLICE_SUBJECTS, &more) == 0, "work");
		require(engine_sync(world.engine) == 0, "sync");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes request = BYTES(data, size);
	if (world.inputs >= WORLD_INPUTS)
		world_end();
	if (!world.engine)
		world_begin();
	(void)serve(request);
	if (wire_check(&duban__request__descriptor, request) == WIRE_FINE)
		serve_as_new(request);
	work();
	if (world.inputs++ % INVARIANTS_EACH == 0) {
		_cleanup_free_ char *broken = engine_invariants(world.engine);
		require(broken == NULL, broken ? broken : "");
	}
	return 0;
}
