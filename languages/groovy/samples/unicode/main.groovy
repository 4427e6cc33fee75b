def line = System.in.newReader('UTF-8').readLine()
println 'naïve 日本語 🎉'
println line
println line.codePointCount(0, line.size())
