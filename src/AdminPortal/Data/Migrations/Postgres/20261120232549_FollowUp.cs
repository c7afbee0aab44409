using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPortal.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class FollowUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Fallback",
                table: "Operations",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "InvitationSent",
                table: "OperationItems",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "OnceKey",
                table: "OperationItems",
                type: "character varying(160)",
                maxLength: 160,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FollowedOperations",
                columns: table => new
                {
                    OperationId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FollowedOperations", x => x.OperationId);
                    table.ForeignKey(
                        name: "FK_FollowedOperations_Operations_OperationId",
                        column: x => x.OperationId,
                        principalTable: "Operations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WantedMembers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    GroupId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    PersonKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    TwinKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    Participant = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Label = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Search = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    WantedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    WantedAt = table.Column<long>(type: "bigint", nullable: false),
                    ConnectionId = table.Column<Guid>(type: "uuid", nullable: false),
                    AddOperationId = table.Column<Guid>(type: "uuid", nullable: false),
                    AddItemId = table.Column<Guid>(type: "uuid", nullable: false),
                    AddState = table.Column<int>(type: "integer", nullable: false),
                    AddReason = table.Column<int>(type: "integer", nullable: true),
                    InvitedAt = table.Column<long>(type: "bigint", nullable: true),
                    OfferOperationId = table.Column<Guid>(type: "uuid", nullable: true),
                    OfferItemId = table.Column<Guid>(type: "uuid", nullable: true),
                    OfferKind = table.Column<int>(type: "integer", nullable: true),
                    OfferState = table.Column<int>(type: "integer", nullable: true),
                    OfferSentAt = table.Column<long>(type: "bigint", nullable: true),
                    RequestId = table.Column<Guid>(type: "uuid", nullable: true),
                    State = table.Column<int>(type: "integer", nullable: false),
                    StateSince = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: true),
                    Note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    ClosedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WantedMembers", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_OperationItems_OnceKey",
                table: "OperationItems",
                column: "OnceKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WantedMembers_AddItemId",
                table: "WantedMembers",
                column: "AddItemId");

            migrationBuilder.CreateIndex(
                name: "IX_WantedMembers_GroupId_PersonKey",
                table: "WantedMembers",
                columns: new[] { "GroupId", "PersonKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WantedMembers_OfferItemId",
                table: "WantedMembers",
                column: "OfferItemId");

            migrationBuilder.CreateIndex(
                name: "IX_WantedMembers_State_StateSince",
                table: "WantedMembers",
                columns: new[] { "State", "StateSince" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FollowedOperations");

            migrationBuilder.DropTable(
                name: "WantedMembers");

            migrationBuilder.DropIndex(
                name: "IX_OperationItems_OnceKey",
                table: "OperationItems");

            migrationBuilder.DropColumn(
                name: "Fallback",
                table: "Operations");

            migrationBuilder.DropColumn(
                name: "InvitationSent",
                table: "OperationItems");

            migrationBuilder.DropColumn(
                name: "OnceKey",
                table: "OperationItems");
        }
    }
}
