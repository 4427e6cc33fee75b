# A spreadsheet: cells hold numbers or formulas, change through all that depends on them, and refuse to go in circles.
class Cell
  constructor: (@sheet, @name) ->
    @dependents = new Set
    @inputs = []
    @value = 0
    @compute = -> 0

  set: (text) ->
    input.dependents.delete this for input in @inputs
    names = text.match(/[A-Z]\d+/g) ? []
    @inputs = (@sheet.cell name for name in names)
    if @inputs.some((input) => input is this or input.needs this)
      @inputs = []
      throw new Error "#{@name} would depend on itself"
    input.dependents.add this for input in @inputs
    @compute = @sheet.parse text
    @update()

  needs: (other) ->
    @inputs.some (input) -> input is other or input.needs other

  update: ->
    value = @compute()
    return if value is @value
    [before, @value] = [@value, value]
    @sheet.log "#{@name}: #{before} -> #{@value}"
    dependent.update() for dependent from @dependents
    return

class Sheet
  operators =
    '+': (a, b) -> a + b
    '-': (a, b) -> a - b
    '*': (a, b) -> a * b

  constructor: (@log) ->
    @cells = {}

  cell: (name) -> @cells[name] ?= new Cell this, name

  # Works from left to right, as a pocket calculator does.
  parse: (text) ->
    [first, rest...] = text.split /\s+/
    operand = (word) => if /^\d/.test word then (-> Number word) else (=> @cell(word).value)
    steps = for operator, index in rest by 2
      do (operator, right = operand rest[index + 1]) ->
        (left) -> operators[operator] left, right()
    start = operand first
    -> steps.reduce ((value, step) -> step value), start()

sheet = new Sheet (line) -> console.log line

for line in require('fs').readFileSync(0, 'utf8').trim().split '\n'
  [all, name, text] = /^(\w+) = (.+)$/.exec line
  try
    sheet.cell(name).set text
  catch {message}
    console.log message
