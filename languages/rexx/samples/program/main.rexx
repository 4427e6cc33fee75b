/* Prints a statement from bookings: a date, a kind, an amount and a text on each line. */
numeric digits 20
sign. = ''
sign.deposit = 1
sign.payment = -1
sign.interest = 1
kinds = 'deposit payment interest'
seen. = 0
balance = 0
problems.0 = 0

say left('date', 11) left('booking', 22) right('amount', 11) right('balance', 11)
do number = 1
  parse pull line
  if line = '' then leave
  parse var line date kind amount text
  if \is_booking(date, kind, amount) then do
    call complain number, line
    iterate
  end
  if text = '' then text = kind
  seen.kind = seen.kind + 1
  amount = format(value('sign.'kind) * amount, , 2)
  balance = balance + amount
  if balance < 0 then mark = ' overdrawn'
  else mark = ''
  say left(date, 11) left(strip(text), 22) right(amount, 11) right(format(balance, , 2), 11)mark
end

do i = 1 to problems.0
  say problems.i
end
counts = ''
do i = 1 to words(kinds)
  kind = word(kinds, i)
  counts = counts || kind':' seen.kind'  '
end
say strip(counts)
exit 0

is_booking: procedure expose kinds
  parse arg date, kind, amount
  if \datatype(amount, 'N') then return 0
  if verify(date, '0123456789-') > 0 then return 0
  return wordpos(kind, kinds) > 0

complain:
  problems.0 = problems.0 + 1
  latest = problems.0
  problems.latest = 'line' arg(1) 'is not a booking:' arg(2)
  return
