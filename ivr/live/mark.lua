-- Keep one more value of a call, unless it is over and forgotten: nothing would find it again.
--
-- KEYS  session, live set   ARGV  sid, name, value, score in the live set ('' leaves it as it is)
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
if ARGV[4] ~= '' then redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1]) end
return 1
