#define STATE(x) #x,
#include "list.def"
#undef STATE
