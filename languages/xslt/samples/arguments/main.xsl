<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:param name="first"/>
  <xsl:param name="second" select="'nobody'"/>
  <xsl:template match="/">Hello, <xsl:value-of select="$first"/> and <xsl:value-of select="$second"/>!&#10;</xsl:template>
</xsl:stylesheet>
