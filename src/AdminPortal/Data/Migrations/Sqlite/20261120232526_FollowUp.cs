using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPortal.Data.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "InvitationSent",
                table: "OperationItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "OnceKey",
                table: "OperationItems",
                type: "TEXT",
                maxLength: 160,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FollowedOperations",
                columns: table => new
                {
                    OperationId = table.Column<Guid>(type: "TEXT", nullable: false)
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    GroupId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    PersonKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    TwinKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Participant = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Search = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    WantedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    WantedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AddOperationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AddItemId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AddState = table.Column<int>(type: "INTEGER", nullable: false),
                    AddReason = table.Column<int>(type: "INTEGER", nullable: true),
                    InvitedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OfferOperationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    OfferItemId = table.Column<Guid>(type: "TEXT", nullable: true),
                    OfferKind = table.Column<int>(type: "INTEGER", nullable: true),
                    OfferState = table.Column<int>(type: "INTEGER", nullable: true),
                    OfferSentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    StateSince = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ClosedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<Guid>(type: "TEXT", nullable: false)
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
