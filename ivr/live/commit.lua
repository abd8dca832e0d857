-- Take one turn of a call, once. One slot: both keys carry the call's hash tag.
--
-- KEYS  session, live set   ARGV  sid, turn, now (ms), note, meta, want, name, value, name …
-- A turn already taken with the same input changes nothing and gives its first moment back. The same
-- turn with other input is another line: a queue's wait and its end answer one document.
-- Without meta nothing is written of a call that is not there: once over it must not come back.
-- Nothing expires: what a call has told stays until it is on record, however long that takes.
if ARGV[5] == '' and redis.call('EXISTS', KEYS[1]) == 0 then return {-1, ARGV[3], {}} end
local seen = redis.call('HGET', KEYS[1], ARGV[2])
local first = seen and string.match(seen, '^%d+') or ARGV[3]
if not seen then
  local fields = {ARGV[2], ARGV[3] .. ' ' .. ARGV[4]}
  for i = 7, #ARGV do fields[#fields + 1] = ARGV[i] end
  redis.call('HSET', KEYS[1], unpack(fields))
  if ARGV[5] ~= '' then redis.call('HSETNX', KEYS[1], 'meta', ARGV[5]) end
  if redis.call('HEXISTS', KEYS[1], 'ended') == 0 then
    redis.call('ZADD', KEYS[2], 'GT', ARGV[3], ARGV[1])
  end
end
local session = ARGV[6] == '1' and redis.call('HGETALL', KEYS[1]) or {}
return {seen and 0 or 1, first, session}
