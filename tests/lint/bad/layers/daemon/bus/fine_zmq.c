#include <systemd/sd-event.h>
#include <zmq.h>

#include "api/api.h"
