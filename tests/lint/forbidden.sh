#!/bin/bash
# forbidden.sh [ROOT]: calls and words that may not stand where they stand.
. "$(dirname "$0")/files.sh"

# where it is looked for ~ where it is allowed ~ pattern (extended, on blanked code) ~ why
rows=(
	'.~^$~//~block comments only'
	'.~^tests/bench/~\b(sleep|usleep|nanosleep|clock_nanosleep|thrd_sleep|zmq_sleep)[[:space:]]*\(~nothing sleeps: wait for the thing itself'
	'^(daemon|proto)/~^daemon/(bus/|daemon\.c|base/clock\.[ch])~\b(clock_now|clock_monotonic|clock_boottime|clock_gettime|gettimeofday|time|timespec_get|sd_event_now|timerfd_create)[[:space:]]*\(~only bus/, daemon.c and client/ ask the clock: take `now` as a parameter'
	'^(daemon|proto|client)/~^client/cli/print/out_xlsx\.c$~\b(float|double|strtod|strtof|atof|lround|llround|floor|ceil)\b~no floating point in what decides or shows money'
	'.~^$~\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atoll|alloca|tmpnam|mktemp)[[:space:]]*\(~unbounded or unchecked call'
	'^(daemon|proto|client)/~^$~\b(rand|srand|random|srandom|drand48|rand_r)[[:space:]]*\(~not a source of ids or keys: getrandom, and never below bus/'
	'^(daemon|proto)/~^daemon/[^/]*$~\b(setlocale|strftime|strptime|mktime|localtime|localtime_r|tzset)[[:space:]]*\(~fold and decide may not depend on locale or zone'
	'^(daemon|proto|client)/~^$~\b(system|popen)[[:space:]]*\(~no shell'
)

code=$(c_code)
for row in "${rows[@]}"; do
	IFS='~' read -r where but pattern why <<<"$row"
	while IFS=: read -r path line text; do
		[[ $path =~ $where ]] || continue
		[[ $path =~ $but ]] && continue
		problem "$path:$line: ${text#"${text%%[![:space:]]*}"} -- $why"
	done < <(grep -E "^[^:]+:[0-9]+:.*$pattern" <<<"$code" | grep -Ev '^[^:]+:[0-9]+:[[:space:]]*#[[:space:]]*include')
done

# Words in comments: a note for later needs the number of an issue.
while IFS=: read -r path line text; do
	problem "$path:$line: ${text#"${text%%[![:space:]]*}"} -- name the issue (#12)"
done < <(c_files | xargs -r -d '\n' grep -nE '\b(TODO|FIXME|XXX)\b' /dev/null | grep -vE '(TODO|FIXME|XXX)[^#]*#[0-9]+')

# The scripts among the tests do not sleep either.
while IFS=: read -r path line text; do
	problem "$path:$line: ${text#"${text%%[![:space:]]*}"} -- nothing sleeps: wait for the thing itself"
done < <(find tests \( -path tests/lint -o -path tests/bench \) -prune -o -type f \( -name '*.py' -o -name '*.sh' \) \
	-print 2>/dev/null | sort | xargs -r -d '\n' grep -nE '^[^#]*(\btime\.sleep *\(|(^|[;&|]|\bdo) *sleep +[0-9.$])' /dev/null)
finish forbidden.sh
